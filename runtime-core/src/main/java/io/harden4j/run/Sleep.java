package io.harden4j.run;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.internal.Admission;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A wait for time: done once its end is reached; until then its task is suspended. */
final class Sleep implements Operation<Instant> {
  private static final JsonCodec<Instant> CODEC = JsonCodec.of(Instant.class);

  private final String request;
  private final UnaryOperator<Instant> end;
  private final BiFunction<EffectKey, UnaryOperator<Instant>, Instant> waiting;
  private @org.jspecify.annotations.Nullable EffectKey key;

  /**
   * @param request what is waited for, the same at each replay
   * @param end     gives the end for the time at which the wait begins
   * @param waiting returns the end once it is reached, or suspends
   */
  Sleep(
      String request,
      UnaryOperator<Instant> end,
      BiFunction<EffectKey, UnaryOperator<Instant>, Instant> waiting) {
    this.request = request;
    this.end = end;
    this.waiting = waiting;
  }

  @Override
  public String name() {
    return "sleep";
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.EFFECT;
  }

  @Override
  public String digest() {
    return Digests.sha256(request);
  }

  @Override
  public StateCodec<Instant> codec() {
    return CODEC;
  }

  @Override
  public Admission<Instant> admit(EffectKey named, EffectScope scope, Observation span) {
    key = named;
    return Admission.open();
  }

  @Override
  public Instant call(Attempt attempt) {
    return waiting.apply(java.util.Objects.requireNonNull(key), end);
  }
}
