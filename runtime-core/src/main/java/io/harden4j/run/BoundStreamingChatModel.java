package io.harden4j.run;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.EffectException;
import io.harden4j.effect.internal.Attempt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A LangChain4j streaming model bound to a task. A call returns when the answer is complete. Token events carry the attempt, a retry emits Restarted; the
 * caller's own handler sees the tokens of every attempt. A replay gives one chunk.
 */
final class BoundStreamingChatModel implements StreamingChatModel {
  private final TaskScope scope;
  private final StreamingChatModel model;

  BoundStreamingChatModel(TaskScope scope, StreamingChatModel model) {
    this.scope = scope;
    this.model = model;
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    ChatResponse response;
    try {
      BoundChatModel.checkTools(scope, request);
      String name = BoundChatModel.nameOf(model, request, model.defaultRequestParameters());
      response = scope
          .run()
          .road()
          .perform(
              new ModelCall(
                  scope,
                  name,
                  BoundChatModel.providerOf(model.provider()),
                  request,
                  scope.run().modelRetry(),
                  attempt -> stream(request, handler, name, attempt),
                  recorded -> replay(recorded, handler, name)),
              scope);
    } catch (ControlSignal signal) {
      throw signal;
    } catch (RuntimeException e) {
      handler.onError(e);
      return;
    }
    handler.onCompleteResponse(response);
  }

  private ChatResponse stream(
      ChatRequest request, StreamingChatResponseHandler handler, String name, Attempt attempt)
      throws Exception {
    if (attempt.number() > 1) {
      scope.tell(t -> new RunEvent.Restarted(t, scope.node(), name, attempt.number()));
    }
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    model.chat(request, new Relay(handler, done, name, attempt.number()));
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause
          ? cause
          : new EffectException("the stream of '" + name + "' broke", e.getCause());
    }
  }

  private void replay(ChatResponse recorded, StreamingChatResponseHandler handler, String name) {
    String text = recorded.aiMessage().text();
    if (text != null && !text.isEmpty()) {
      scope.tell(t -> new RunEvent.Token(t, scope.node(), name, 1, text));
      handler.onPartialResponse(text);
    }
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return model.defaultRequestParameters();
  }

  @Override
  public ModelProvider provider() {
    return model.provider();
  }

  @Override
  public Set<Capability> supportedCapabilities() {
    return model.supportedCapabilities();
  }

  /** Passes tokens on and waits for the end. */
  private final class Relay implements StreamingChatResponseHandler {
    private final StreamingChatResponseHandler handler;
    private final CompletableFuture<ChatResponse> done;
    private final String name;
    private final int attempt;

    private Relay(
        StreamingChatResponseHandler handler,
        CompletableFuture<ChatResponse> done,
        String name,
        int attempt) {
      this.handler = handler;
      this.done = done;
      this.name = name;
      this.attempt = attempt;
    }

    @Override
    public void onPartialResponse(String token) {
      scope.tell(t -> new RunEvent.Token(t, scope.node(), name, attempt, token));
      handler.onPartialResponse(token);
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
      handler.onPartialThinking(thinking);
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
      handler.onPartialToolCall(call);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
      handler.onCompleteToolCall(call);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      done.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }
  }
}
