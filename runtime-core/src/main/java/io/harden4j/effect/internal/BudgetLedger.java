package io.harden4j.effect.internal;

import io.harden4j.checkpoint.Spent;
import io.harden4j.effect.Budget;
import org.jspecify.annotations.Nullable;

/** What a run has reserved and spent against its budget. Reserving is atomic over all bounds, so that parallel branches cannot overshoot together. */
public final class BudgetLedger {
  private final Budget budget;
  private final long startedNanos;
  private final long earlierMillis;
  private long steps;
  private long modelCalls;
  private long toolCalls;
  private long inputTokens;
  private long outputTokens;
  private long microMoney;

  /** Continues from what earlier segments spent. */
  public BudgetLedger(Budget budget, Spent earlier, long nowNanos) {
    this.budget = budget;
    this.startedNanos = nowNanos;
    this.earlierMillis = earlier.wallMillis();
    this.steps = earlier.steps();
    this.modelCalls = earlier.modelCalls();
    this.toolCalls = earlier.toolCalls();
    this.inputTokens = earlier.inputTokens();
    this.outputTokens = earlier.outputTokens();
    this.microMoney = earlier.microMoney();
  }

  /** Reserves amounts, or returns which bound does not hold them. */
  public synchronized @Nullable String reserve(Cost cost, long nowNanos) {
    String over = over("model calls", modelCalls, cost.modelCalls(), budget.modelCalls());
    over =
        over != null ? over : over("tool calls", toolCalls, cost.toolCalls(), budget.toolCalls());
    over = over != null
        ? over
        : over(
            "tokens",
            inputTokens + outputTokens,
            cost.inputTokens() + cost.outputTokens(),
            budget.tokens());
    over = over != null
        ? over
        : over("micro money", microMoney, cost.microMoney(), budget.microMoney());
    over = over != null ? over : wallClock(nowNanos);
    if (over == null) {
      add(cost, 1);
    }
    return over;
  }

  /** Replaces a reservation by what was really spent. */
  public synchronized void settle(Cost reserved, Cost actual) {
    add(reserved, -1);
    add(actual, 1);
  }

  /** Counts a super-step, or returns which bound is reached. */
  public synchronized @Nullable String step(long nowNanos) {
    String over = over("super-steps", steps, 1, budget.steps());
    over = over != null ? over : wallClock(nowNanos);
    if (over == null) {
      steps++;
    }
    return over;
  }

  /** Takes a counted super-step back that was not committed. */
  public synchronized void unstep() {
    steps--;
  }

  /** Says whether money is bounded at all. */
  public boolean boundsMoney() {
    return budget.microMoney() < Long.MAX_VALUE;
  }

  /** Returns how many tokens are left. */
  public synchronized long tokensLeft() {
    return Math.max(0, budget.tokens() - inputTokens - outputTokens);
  }

  /** Returns what was spent and is reserved. */
  public synchronized Spent spent(long nowNanos) {
    return new Spent(
        steps, modelCalls, toolCalls, inputTokens, outputTokens, microMoney, wallMillis(nowNanos));
  }

  private void add(Cost cost, int sign) {
    modelCalls += sign * cost.modelCalls();
    toolCalls += sign * cost.toolCalls();
    inputTokens += sign * cost.inputTokens();
    outputTokens += sign * cost.outputTokens();
    microMoney += sign * cost.microMoney();
  }

  private static @Nullable String over(String what, long used, long wanted, long most) {
    return wanted > 0 && used > most - wanted
        ? what + ": " + used + " used, " + wanted + " more needed, " + most + " allowed"
        : null;
  }

  private @Nullable String wallClock(long nowNanos) {
    long millis = wallMillis(nowNanos);
    return millis > Durations.millis(budget.wallClock())
        ? "wall clock: " + millis + " ms used, " + Durations.millis(budget.wallClock())
            + " ms allowed"
        : null;
  }

  private long wallMillis(long nowNanos) {
    return earlierMillis + Math.max(0, nowNanos - startedNanos) / 1_000_000;
  }
}
