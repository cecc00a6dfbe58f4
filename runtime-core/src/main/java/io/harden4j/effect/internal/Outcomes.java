package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.label.Label;

/** Steps 9 and 12: makes intents and outcomes durable. A store that fails leaves its mark in the scope, so that no node can swallow it. */
final class Outcomes {
  private Outcomes() {}

  static void begin(EffectScope scope, EffectRecord intent, Admission<?> admission) {
    try {
      scope.journal().begin(intent, admission.spends());
    } catch (RuntimeException e) {
      scope.storeFailed(e);
      throw e;
    }
  }

  static void end(EffectScope scope, EffectRecord outcome) {
    try {
      scope.journal().end(outcome);
    } catch (RuntimeException e) {
      scope.storeFailed(e);
      throw e;
    }
  }

  static <T> void done(Operation<T> op, EffectScope scope, EffectRecord intent, T result) {
    Label label = op.label(result, scope);
    op.labelled(label);
    scope.join(op.joined(label));
    Payload payload = scope.isDurable()
        ? scope
            .vault()
            .seal(new PayloadAddress.EffectResult(intent.key()), op.codec(), result, label)
        : null;
    end(scope, intent.ended(EffectState.DONE, payload));
  }
}
