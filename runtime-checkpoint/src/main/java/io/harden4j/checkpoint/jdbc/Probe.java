package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;

/** Called at the points where a crash or a broken connection hurts most, so that tests can put one there. */
@FunctionalInterface
interface Probe {
  /** How far a transaction has come. */
  enum Stage {
    /** Begun, nothing decided. */
    BEFORE,
    /** All is written, nothing is committed. */
    MID,
    /** Durable; the caller has not heard of it. */
    AFTER
  }

  /** Does nothing. */
  Probe NONE = new Probe() {
    @Override
    public boolean watches() {
      return false;
    }

    @Override
    public void at(String what, Stage stage) {
      // nothing happens here in production
    }
  };

  /** Says whether writes and commit are to be sent apart, so that there is a middle. */
  default boolean watches() {
    return true;
  }

  /** May fail like a connection, or never return; {@code what} says what the transaction is for. */
  void at(String what, Stage stage) throws SQLException;
}
