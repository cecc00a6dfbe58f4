package io.harden4j.effect.internal;

import java.time.Duration;

/** Durations of any length as numbers: "for ever" becomes a very long time instead of an overflow. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /** Returns milliseconds, at most those of a hundred years. */
  public static long millis(Duration duration) {
    return clamped(duration).toMillis();
  }

  /** Returns nanoseconds, at most those of a hundred years. */
  public static long nanos(Duration duration) {
    return clamped(duration).toNanos();
  }

  /** Says whether a duration is longer than anybody waits: more than a hundred years. */
  public static boolean isForEver(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  private static Duration clamped(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
