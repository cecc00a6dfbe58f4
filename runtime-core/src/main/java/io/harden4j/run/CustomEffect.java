package io.harden4j.run;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Effect;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Admission;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Code of a node with a consequence. */
final class CustomEffect<T> implements Operation<T> {
  private final String name;
  private final Effect<T> effect;
  private final Effect.Body<T> body;
  private final OuterEffects outer;
  private String recordedName;

  CustomEffect(String name, Effect<T> effect, Effect.Body<T> body, OuterEffects outer) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an effect needs a name; it is found again by it");
    }
    this.name = name;
    this.effect = effect;
    this.body = body;
    this.outer = outer;
    this.recordedName = name();
  }

  @Override
  public String name() {
    return "effect:" + name;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.EFFECT;
  }

  @Override
  public String digest() {
    return Digests.sha256(name).substring(0, 16);
  }

  @Override
  @SuppressWarnings("unchecked")
  public StateCodec<T> codec() {
    Class<T> type = effect.type();
    return type != null ? JsonCodec.of(type) : (StateCodec<T>) FreeJson.CODEC;
  }

  @Override
  public String request() {
    return name;
  }

  @Override
  public boolean consequential() {
    return true;
  }

  @Override
  public boolean repeatable() {
    return effect.repeatable();
  }

  @Override
  public Retry retry() {
    return effect.retry();
  }

  @Override
  public @Nullable Duration timeout() {
    return effect.timeout();
  }

  @Override
  public void describe(Observation span) {
    span.attribute(ObservedKeys.EFFECT, name);
  }

  @Override
  public Admission<T> admit(EffectKey key, EffectScope scope, Observation span) {
    recordedName = key.occurrence() == 0 ? key.name() : key.name() + '#' + key.occurrence();
    return Admission.open();
  }

  @Override
  public T call(Attempt attempt) throws Exception {
    return outer.inside(recordedName, () -> body.run(attempt.idempotencyKey()));
  }

  /** A result of undeclared type is read back at once, so that a node sees the same now and on replay. */
  @Override
  public T screen(T result) {
    return effect.type() != null
        ? result
        : codec().decode(codec().encode(result), codec().schema());
  }

  /** What an effect returns is as trustworthy as what the node had read. */
  @Override
  public Label label(T result, EffectScope scope) {
    return scope.label();
  }
}
