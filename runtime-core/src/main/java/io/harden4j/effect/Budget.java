package io.harden4j.effect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Upper bounds of one run, over all its segments. Amounts are reserved before a call and settled after it, so that parallel branches
 * cannot overshoot together; a fan-out shares its run's budget; a resume does not give anything back. Immutable.
 *
 * @param steps      super-steps; default 100
 * @param modelCalls attempts at model calls; default 50
 * @param toolCalls  attempts at tool calls; default 50
 * @param tokens     input and output tokens together; default 200,000
 * @param microMoney millionths of the price table's currency; default unlimited
 * @param wallClock  running time; waiting for a human does not count; default 15 minutes
 */
public record Budget(
    long steps, long modelCalls, long toolCalls, long tokens, long microMoney, Duration wallClock) {
  /** The default bounds. */
  public static final Budget DEFAULT =
      new Budget(100, 50, 50, 200_000, Long.MAX_VALUE, Duration.ofMinutes(15));

  /** No bounds but those of {@code Long}. */
  public static final Budget UNLIMITED = new Budget(
      Long.MAX_VALUE,
      Long.MAX_VALUE,
      Long.MAX_VALUE,
      Long.MAX_VALUE,
      Long.MAX_VALUE,
      Duration.ofDays(3650));

  /** Refuses negative bounds. */
  public Budget {
    if (steps < 0
        || modelCalls < 0
        || toolCalls < 0
        || tokens < 0
        || microMoney < 0
        || wallClock.isNegative()) {
      throw new IllegalArgumentException(
          "a budget is negative; 0 means none at all, leave it out for the default");
    }
  }

  /** Returns the default bounds, to be narrowed or widened. */
  public static Budget of() {
    return DEFAULT;
  }

  /** Returns this budget with another bound on super-steps. */
  public Budget steps(long most) {
    return new Budget(most, modelCalls, toolCalls, tokens, microMoney, wallClock);
  }

  /** Returns this budget with another bound on model calls. */
  public Budget modelCalls(long most) {
    return new Budget(steps, most, toolCalls, tokens, microMoney, wallClock);
  }

  /** Returns this budget with another bound on tool calls. */
  public Budget toolCalls(long most) {
    return new Budget(steps, modelCalls, most, tokens, microMoney, wallClock);
  }

  /** Returns this budget with another bound on tokens. */
  public Budget tokens(long most) {
    return new Budget(steps, modelCalls, toolCalls, most, microMoney, wallClock);
  }

  /** Returns this budget with a bound on money, in the price table's currency, to a millionth. A model without a price is then refused. */
  public Budget money(BigDecimal most) {
    return new Budget(
        steps,
        modelCalls,
        toolCalls,
        tokens,
        most.movePointRight(6).setScale(0, RoundingMode.FLOOR).longValueExact(),
        wallClock);
  }

  /** Returns this budget with another bound on running time. */
  public Budget wallClock(Duration most) {
    return new Budget(steps, modelCalls, toolCalls, tokens, microMoney, most);
  }
}
