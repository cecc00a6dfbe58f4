package io.harden4j.checkpoint.jdbc;

import java.time.Instant;
import java.time.InstantSource;

/** By which leases and questions end. It is brought up to date before a transaction, because inside one there is no connection to spare. */
interface StoreClock extends InstantSource {
  /** Brings it up to date where that takes a connection. */
  void refresh();

  /** Returns a clock that needs nothing. */
  static StoreClock of(InstantSource given) {
    return new StoreClock() {
      @Override
      public void refresh() {}

      @Override
      public Instant instant() {
        return given.instant();
      }
    };
  }
}
