package io.harden4j.run;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
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
import java.util.Set;

/** A model call on the road: the same for blocking and streaming models but for how it is done. */
final class ModelCall implements Operation<ChatResponse> {
  private static final long DEFAULT_ANSWER = 1_024;

  /** How it is done. */
  interface Body {
    ChatResponse run(Attempt attempt) throws Exception;
  }

  /** What a replay does with the recorded response. */
  interface Replayed {
    void accept(ChatResponse response);
  }

  private final TaskScope task;
  private final String model;
  private final String provider;
  private final ChatRequest request;
  private final Retry retry;
  private final Body body;
  private final Replayed replayed;

  ModelCall(
      TaskScope task,
      String model,
      String provider,
      ChatRequest request,
      Retry retry,
      Body body,
      Replayed replayed) {
    this.task = task;
    this.model = model;
    this.provider = provider;
    this.request = request;
    this.retry = retry;
    this.body = body;
    this.replayed = replayed;
  }

  @Override
  public String name() {
    return "model:" + model;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.MODEL;
  }

  @Override
  public String digest() {
    return ModelRequests.digest(model, request);
  }

  @Override
  public StateCodec<ChatResponse> codec() {
    return ModelRequests.CODEC;
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
    long input = ModelRequests.estimate(request);
    Integer asked = request.maxOutputTokens();
    long output = asked != null
        ? asked
        : Math.max(1, Math.min(DEFAULT_ANSWER, scope.budget().tokensLeft() - input));
    return Cost.modelCall(input, output, money(new Usage(input, output)));
  }

  @Override
  public Cost actual(ChatResponse response, Cost reserved) {
    Usage usage = ModelRequests.usage(response);
    return usage.equals(Usage.NONE)
        ? reserved
        : Cost.modelCall(usage.inputTokens(), usage.outputTokens(), money(usage));
  }

  private long money(Usage usage) {
    return task.run().prices().microMoney(model, usage).orElse(0L);
  }

  @Override
  public void describe(Observation span) {
    if (span.isRecording()) {
      span.attribute(ObservedKeys.MODEL, model)
          .attribute(ObservedKeys.PROVIDER, provider)
          .attribute(ObservedKeys.INPUT, ModelRequests.shown(request.messages()));
    }
  }

  @Override
  public void describe(Observation span, ChatResponse response) {
    if (!span.isRecording()) {
      return;
    }
    Usage usage = ModelRequests.usage(response);
    span.attribute(ObservedKeys.INPUT_TOKENS, usage.inputTokens())
        .attribute(ObservedKeys.OUTPUT_TOKENS, usage.outputTokens())
        .attribute(
            ObservedKeys.OUTPUT,
            ModelRequests.shown(java.util.List.<ChatMessage>of(response.aiMessage())));
    task.run()
        .prices()
        .microMoney(model, usage)
        .ifPresent(m -> span.attribute(ObservedKeys.MICRO_MONEY, m));
    if (response.finishReason() != null) {
      span.attribute(ObservedKeys.FINISH_REASON, response.finishReason().name());
    }
  }

  @Override
  public Retry retry() {
    return retry;
  }

  @Override
  public String breaker() {
    return name();
  }

  @Override
  public ChatResponse call(Attempt attempt) throws Exception {
    return body.run(attempt);
  }

  /** What a model says is as trustworthy as the least of what it saw. */
  @Override
  public Label label(ChatResponse result, EffectScope scope) {
    return scope.label();
  }

  @Override
  public void replayed(ChatResponse result) {
    replayed.accept(result);
  }
}
