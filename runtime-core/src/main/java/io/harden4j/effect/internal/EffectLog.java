package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.QuestionId;
import org.jspecify.annotations.Nullable;

/** Where a task's effects are recorded. */
public interface EffectLog {
  /** Records nothing: what a run without durability has. */
  EffectLog NONE = new EffectLog() {
    @Override
    public EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
      return intent;
    }

    @Override
    public void end(EffectRecord outcome) {}
  };

  /** Makes an INTENT durable unless the effect is there; returns what is there now. */
  EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends);

  /** Makes an outcome durable. */
  void end(EffectRecord outcome);
}
