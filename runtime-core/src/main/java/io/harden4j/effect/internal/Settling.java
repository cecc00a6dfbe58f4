package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;
import io.harden4j.effect.EffectException;
import java.util.List;
import java.util.Optional;

/** What only a human can say: whether an effect with an open outcome took place, and whether a request that differs from a recorded one is meant. */
final class Settling {
  private static final long REPLAY_PATIENCE_MILLIS = 2_000;

  private Settling() {}

  static <T> boolean isOpen(Operation<T> op, EffectRecord record) {
    return record.state() == EffectState.UNKNOWN
        || (record.state() == EffectState.INTENT && !op.repeatable());
  }

  /** Returns the settled result, or empty if the human said that it did not happen, so that it may be done now. */
  static <T> Optional<T> settle(Operation<T> op, EffectScope scope, EffectRecord record) {
    if (record.state() == EffectState.INTENT) {
      Outcomes.end(scope, record.ended(EffectState.UNKNOWN, null));
    }
    return settle(
        op,
        scope,
        record,
        "The process stopped before the answer of '" + op.name() + "' was recorded.");
  }

  static <T> Optional<T> settle(
      Operation<T> op, EffectScope scope, EffectRecord record, String why) {
    EffectScope.Settlement settlement = scope.settlement(
        record.key(),
        Intent.tries(scope, record),
        why + " Did it happen? Request: " + op.request());
    if (!settlement.happened()) {
      Outcomes.end(scope, record.ended(EffectState.FAILED, null));
      return Optional.empty();
    }
    T result = op.codec()
        .decode(
            settlement.result().orElse("null").getBytes(java.nio.charset.StandardCharsets.UTF_8),
            op.codec().schema());
    Outcomes.done(op, scope, record, result);
    scope.effectEnded(op.name(), "settled", null);
    return Optional.of(result);
  }

  static <T> void refuseMismatch(Operation<T> op, EffectScope scope, EffectKey key) {
    try {
      List<EffectKey> missed = scope.journal().notFoundAgain(key.name(), REPLAY_PATIENCE_MILLIS);
      if (!missed.isEmpty()) {
        EffectScope.Approval approval = scope.approval(
            key,
            "mismatch",
            key.digest(),
            "The node asked for '" + op.name()
                + "' with another request than the recorded one, which was or may have been executed. Execute the new request as well? It is: "
                + op.request(),
            "",
            null);
        if (!approval.granted()) {
          throw scope.mark(
              new ControlSignal(
                  Kind.REPLAY_MISMATCH,
                  "a human refused to execute '" + op.name()
                      + "' with a request that differs from the recorded one; edit the state or fork from an earlier checkpoint"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      scope.checkSignal();
      throw new EffectException(
          "interrupted while looking for recorded effects of '" + op.name() + "'", e);
    }
  }
}
