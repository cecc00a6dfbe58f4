package io.harden4j.mcp;

import java.time.Duration;

/**
 * How long to wait before a server is started again: nothing after the first failure, then half a second, doubled up to half a minute. A server that stayed
 * up for half a minute starts from nothing again. Not thread-safe; its owner locks.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private int failures;
  private long notBefore;

  /** @param livedNanos how long it had been up, 0 if it never was */
  void failed(long nowNanos, long livedNanos) {
    failures = livedNanos >= LONGEST.toNanos() ? 1 : failures + 1;
    notBefore = nowNanos + delay().toNanos();
  }

  private Duration delay() {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /** Returns how long to wait still. */
  Duration remaining(long nowNanos) {
    return failures == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, notBefore - nowNanos));
  }
}
