package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Retry;
import io.harden4j.effect.UnpricedModelException;
import io.harden4j.effect.Usage;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.Cost;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** One call of an embedding model on the road. It costs tokens and money, but is not one of the model calls that a budget counts: those answer. */
final class EmbeddingCall implements Operation<EmbeddingCall.Embedded> {
  static final String PREFIX = "embedding:";
  static final StateCodec<Embedded> CODEC = JsonCodec.of(Embedded.class);

  /** Characters of a token, on the low side: what is reserved is settled by what the provider reports. */
  private static final long CHARACTERS_PER_TOKEN = 3;

  private final TaskScope task;
  private final String model;
  private final String digest;
  private final int inputs;
  private final long characters;
  private final Callable<Embedded> body;

  /**
   * What came back.
   *
   * @param vectors     one for each input, in order
   * @param inputTokens tokens that the provider reports, 0 if it does not
   */
  record Embedded(List<float[]> vectors, long inputTokens) {}

  /**
   * @param digest     of the request
   * @param inputs     how many texts
   * @param characters of all of them
   */
  EmbeddingCall(
      TaskScope task,
      String model,
      String digest,
      int inputs,
      long characters,
      Callable<Embedded> body) {
    this.task = task;
    this.model = model;
    this.digest = digest;
    this.inputs = inputs;
    this.characters = characters;
    this.body = body;
  }

  @Override
  public String name() {
    return PREFIX + model;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.EMBEDDING;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public StateCodec<Embedded> codec() {
    return CODEC;
  }

  @Override
  public Retry retry() {
    return task.run().modelRetry();
  }

  @Override
  public Set<String> killScopes() {
    return Set.of("model:" + model);
  }

  @Override
  public Cost estimate(EffectScope scope) {
    if (scope.budget().boundsMoney()
        && task.run().prices().microMoney(model, Usage.NONE).isEmpty()) {
      throw new UnpricedModelException(model);
    }
    return cost(characters / CHARACTERS_PER_TOKEN + inputs);
  }

  @Override
  public Cost actual(Embedded result, Cost reserved) {
    return result.inputTokens() == 0 ? reserved : cost(result.inputTokens());
  }

  private Cost cost(long tokens) {
    long money = task.run().prices().microMoney(model, new Usage(tokens, 0)).orElse(0L);
    return new Cost(0, 0, tokens, 0, money);
  }

  @Override
  public void describe(Observation span) {
    span.attribute(ObservedKeys.MODEL, model).attribute(ObservedKeys.INPUT, (long) inputs);
  }

  @Override
  public void describe(Observation span, Embedded result) {
    if (span.isRecording() && result.inputTokens() > 0) {
      span.attribute(ObservedKeys.INPUT_TOKENS, result.inputTokens());
    }
  }

  @Override
  public Embedded call(Attempt attempt) throws Exception {
    return body.call();
  }

  @Override
  public Label label(Embedded result, EffectScope scope) {
    return scope.label();
  }
}
