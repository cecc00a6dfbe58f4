package io.harden4j.run;

import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** An effect without consequences that needs neither guard nor budget: embedding, retrieval, clock, endorsement. */
final class SimpleOperation<T> implements Operation<T> {
  private final String name;
  private final ObservationKind kind;
  private final String digest;
  private final StateCodec<T> codec;
  private final Callable<T> body;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private BiConsumer<Observation, T> outcome = (span, result) -> {};
  private Function<T, Label> label = result -> Label.SYSTEM;
  private Retry retry = Retry.NEVER;

  private SimpleOperation(
      String name, ObservationKind kind, String digest, StateCodec<T> codec, Callable<T> body) {
    this.name = name;
    this.kind = kind;
    this.digest = digest;
    this.codec = codec;
    this.body = body;
  }

  static <T> SimpleOperation<T> of(
      String name, ObservationKind kind, String digest, StateCodec<T> codec, Callable<T> body) {
    return new SimpleOperation<>(name, kind, digest, codec, body);
  }

  SimpleOperation<T> retry(Retry policy) {
    retry = policy;
    return this;
  }

  SimpleOperation<T> attribute(String key, Object value) {
    attributes.put(key, value);
    return this;
  }

  SimpleOperation<T> label(Function<T, Label> of) {
    label = of;
    return this;
  }

  SimpleOperation<T> outcome(BiConsumer<Observation, T> description) {
    outcome = description;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ObservationKind kind() {
    return kind;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public StateCodec<T> codec() {
    return codec;
  }

  @Override
  public Retry retry() {
    return retry;
  }

  @Override
  public void describe(Observation span) {
    attributes.forEach(span::attribute);
  }

  @Override
  public void describe(Observation span, T result) {
    if (span.isRecording()) {
      outcome.accept(span, result);
    }
  }

  @Override
  public T call(Attempt attempt) throws Exception {
    return body.call();
  }

  @Override
  public Label label(T result, EffectScope scope) {
    return label.apply(result);
  }
}
