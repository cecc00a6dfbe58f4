package io.harden4j.run;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.effect.internal.Intent;
import java.util.List;

/** Effects that may or may not have happened. In a new epoch or run they would be done anew without a word, so they are settled first. */
final class Unsettled {
  private Unsettled() {}

  /** @throws UnsettledOutcomeException if there is one that a repeat could double and that no human has settled */
  static void refuse(StoredState head, PayloadVault vault) {
    List<String> open = head.effects().stream()
        .filter(effect -> isOpen(effect, head, vault))
        .map(effect -> "'" + effect.key().name() + "' of " + effect.key().task().task())
        .toList();
    if (!open.isEmpty()) {
      throw new UnsettledOutcomeException(head.checkpoint().ref().thread().threadId(), open);
    }
  }

  private static boolean isOpen(EffectRecord effect, StoredState head, PayloadVault vault) {
    if (!effect.consequential()
        || effect.state() == EffectState.DONE
        || effect.state() == EffectState.FAILED) {
      return false;
    }
    Intent intent = Intent.of(vault, effect).orElse(null);
    if (intent == null) {
      return true;
    }
    String binding = TaskQuestions.outcome(effect.key(), intent.tries());
    return !Boolean.TRUE.equals(intent.repeats())
        && head.questions().stream()
            .noneMatch(q -> q.answer() != null
                && q.kind().equals(TaskQuestions.OUTCOME)
                && q.task().equals(effect.key().task())
                && q.bindingHash().equals(binding));
  }
}
