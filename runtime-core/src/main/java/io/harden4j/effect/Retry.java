package io.harden4j.effect;

import java.time.Duration;

/**
 * How often and when an attempt is repeated. Immutable.
 *
 * @param attempts most attempts in all, 1 or more; 1 means no retry
 * @param first    wait before the second attempt
 * @param longest  longest wait; waits double up to it
 * @param jitter   each wait is varied at random by up to this share, 0 to 1
 */
public record Retry(int attempts, Duration first, Duration longest, double jitter) {
  /** One attempt. */
  public static final Retry NEVER = new Retry(1, Duration.ZERO, Duration.ZERO, 0);

  /** Checks the values. */
  public Retry {
    if (attempts < 1
        || first.isNegative()
        || longest.compareTo(first) < 0
        || jitter < 0
        || jitter > 1) {
      throw new IllegalArgumentException(
          "retry needs attempts >= 1, 0 <= first <= longest and a jitter from 0 to 1");
    }
  }

  /** Returns {@code attempts} attempts with waits of 200 ms, 400 ms, ... up to 10 s, varied by 20 %. */
  public static Retry exponential(int attempts) {
    return new Retry(attempts, Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);
  }

  /** Returns {@code attempts} attempts without waiting between them. */
  public static Retry immediately(int attempts) {
    return new Retry(attempts, Duration.ZERO, Duration.ZERO, 0);
  }
}
