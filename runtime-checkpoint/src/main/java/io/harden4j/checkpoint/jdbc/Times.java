package io.harden4j.checkpoint.jdbc;

import java.time.Instant;

/** Times as columns, for order and filters. The exact time of a record is in its body. */
final class Times {
  private static final long PER_SECOND = 1_000_000_000L;
  private static final long SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

  private Times() {}

  /** Returns nanoseconds since 1970; a time before 1677 or after 2262 becomes the first or last there is. */
  static long nanos(Instant at) {
    if (at.getEpochSecond() > SECONDS) {
      return Long.MAX_VALUE;
    } else if (at.getEpochSecond() < -SECONDS) {
      return Long.MIN_VALUE;
    }
    return at.getEpochSecond() * PER_SECOND + at.getNano();
  }
}
