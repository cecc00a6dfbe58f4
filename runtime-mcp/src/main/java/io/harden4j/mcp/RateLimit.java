package io.harden4j.mcp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many a second, no more: what is over is dropped, not queued. Thread-safe. */
final class RateLimit {
  private final int perSecond;
  private final LongSupplier nanoClock;
  private long second;
  private int taken;

  RateLimit(int perSecond) {
    this(perSecond, System::nanoTime);
  }

  RateLimit(int perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    this.second = nanoClock.getAsLong();
  }

  synchronized boolean allows() {
    long now = nanoClock.getAsLong();
    if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
      second = now;
      taken = 0;
    }
    return ++taken <= perSecond;
  }
}
