package io.harden4j.effect;

import java.time.Duration;

/**
 * When calls to one model or server stop being tried for a while. Immutable.
 *
 * @param failures attempts in a row that must fail to open it, 1 or more; default 5
 * @param pause    how long it stays open before one attempt is let through; default 30 s
 */
public record BreakerPolicy(int failures, Duration pause) {
  /** The default. */
  public static final BreakerPolicy DEFAULT = new BreakerPolicy(5, Duration.ofSeconds(30));

  /** Checks the values. */
  public BreakerPolicy {
    if (failures < 1 || pause.isNegative()) {
      throw new IllegalArgumentException(
          "a breaker needs 1 failure or more and a pause that is not negative");
    }
  }
}
