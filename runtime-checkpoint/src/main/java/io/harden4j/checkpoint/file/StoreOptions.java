package io.harden4j.checkpoint.file;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a store behaves.
 *
 * @param clock         by which leases and questions end
 * @param patience      how long a write waits for another process
 * @param hook          called at the points of a write
 * @param leastDeadBytes a log with fewer useless bytes than this is not worth a rewrite
 */
record StoreOptions(InstantSource clock, Duration patience, FaultHook hook, long leastDeadBytes) {
  static final StoreOptions DEFAULT =
      new StoreOptions(InstantSource.system(), Duration.ofSeconds(30), FaultHook.NONE, 64 * 1024);

  StoreOptions withClock(InstantSource newClock) {
    return new StoreOptions(newClock, patience, hook, leastDeadBytes);
  }

  StoreOptions withPatience(Duration newPatience) {
    return new StoreOptions(clock, newPatience, hook, leastDeadBytes);
  }

  StoreOptions withHook(FaultHook newHook) {
    return new StoreOptions(clock, patience, newHook, leastDeadBytes);
  }

  StoreOptions withLeastDeadBytes(long newLeast) {
    return new StoreOptions(clock, patience, hook, newLeast);
  }
}
