package io.harden4j.ollama.capacity;

import java.time.Duration;

/**
 * Mean time that one run keeps a slot busy: all its model calls together.
 *
 * @param mean at this number of slots (more slots make each one slower)
 * @param origin {@code MEASURED} only if it is from timed runs on this host
 */
public record ServiceTime(Duration mean, Origin origin) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless the time is positive
   */
  public ServiceTime {
    if (mean.isZero() || mean.isNegative()) {
      throw new IllegalArgumentException("a service time is positive, but is " + mean);
    }
  }

  /** Returns a time from timed runs on this host. */
  public static ServiceTime measured(Duration mean) {
    return new ServiceTime(mean, Origin.MEASURED);
  }

  /** Returns a guess. */
  public static ServiceTime assumed(Duration mean) {
    return new ServiceTime(mean, Origin.ASSUMED);
  }

  double seconds() {
    return mean.toNanos() / 1e9;
  }
}
