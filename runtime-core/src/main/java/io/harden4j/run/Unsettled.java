package io.harden4j.run;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.effect.internal.Intent;
import java.util.List;
import java.util.Optional;

/** Effects that may or may not have happened. In a new epoch or run they would be done anew without a word, so they are settled first. */
final class Unsettled {
  private Unsettled() {}

  /** @throws UnsettledOutcomeException if there is one that a repeat could double and that no human has settled */
  static void refuse(StoredState head, PayloadVault vault) {
    List<String> open = head.effects().stream()
        .filter(effect -> effect.consequential()
            && (effect.state() == EffectState.INTENT || effect.state() == EffectState.UNKNOWN))
        .map(effect -> describe(effect, head, vault))
        .flatMap(Optional::stream)
        .toList();
    if (!open.isEmpty()) {
      throw new UnsettledOutcomeException(head.checkpoint().ref().thread().threadId(), open);
    }
  }

  private static Optional<String> describe(
      EffectRecord effect, StoredState head, PayloadVault vault) {
    Optional<Intent> intent = Intent.of(vault, effect);
    Optional<Question> asked = intent.flatMap(i -> question(effect, i, head));
    boolean settled = asked.map(q -> q.answer() != null).orElse(false);
    boolean repeats = intent.map(i -> Boolean.TRUE.equals(i.repeats())).orElse(false);
    return settled || repeats
        ? Optional.empty()
        : Optional.of("'" + effect.key().name() + "' of " + effect.key().task().task()
            + asked.map(q -> " (question " + q.id().value() + ")").orElse(""));
  }

  private static Optional<Question> question(EffectRecord effect, Intent intent, StoredState head) {
    String binding = TaskQuestions.outcome(effect.key(), intent.tries());
    return head.questions().stream()
        .filter(q -> !q.closed()
            && q.kind().equals(TaskQuestions.OUTCOME)
            && q.task().equals(effect.key().task())
            && q.bindingHash().equals(binding))
        .findFirst();
  }
}
