package io.harden4j.effect.internal;

import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;

/** What an effect has reserved of the run's budget for the attempt under way; settled once for each attempt. Thread-safe. */
final class Reservation {
  private final EffectScope scope;
  private Cost current;
  private boolean open = true;
  private boolean started;

  private Reservation(EffectScope scope, Cost current) {
    this.scope = scope;
    this.current = current;
  }

  /** Step 4: reserves what the first attempt may cost. Raises OUT_OF_BUDGET if that does not fit. */
  static Reservation of(Operation<?> op, EffectScope scope) {
    return new Reservation(scope, reserved(op, scope));
  }

  /** An attempt is being made. */
  synchronized void start() {
    started = true;
  }

  synchronized boolean started() {
    return started;
  }

  synchronized Cost current() {
    return current;
  }

  synchronized void again(Operation<?> op) {
    current = reserved(op, scope);
    open = true;
  }

  synchronized void settle(Cost actual) {
    if (open) {
      scope.budget().settle(current, actual);
      open = false;
    }
  }

  synchronized void release() {
    settle(Cost.FREE);
  }

  private static Cost reserved(Operation<?> op, EffectScope scope) {
    Cost cost = op.estimate(scope);
    String over = scope.budget().reserve(cost, scope.nanoTime());
    if (over != null) {
      throw scope.mark(new ControlSignal(
          Kind.OUT_OF_BUDGET, "'" + op.name() + "' does not fit the budget; " + over));
    }
    return cost;
  }
}
