package io.harden4j.testkit.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a scripted model does with one request: a message, or a failure. Immutable; safe to share if its function is.
 *
 * <p>Usage is counted as one token for four characters unless {@link #usage} or {@link #withoutUsage} says otherwise.
 */
public final class Reply {
  private static final int NO_BREAK = -1;

  private final Function<ChatRequest, AiMessage> message;
  private final Usage usage;
  private final int breaksAfter;

  /** What the reply reports as its consumption. */
  private record Usage(boolean counted, @Nullable TokenUsage fixed) {
    static final Usage COUNTED = new Usage(true, null);
    static final Usage NONE = new Usage(false, null);
  }

  private Reply(Function<ChatRequest, AiMessage> message, Usage usage, int breaksAfter) {
    this.message = message;
    this.usage = usage;
    this.breaksAfter = breaksAfter;
  }

  /** Answers with what a function makes of the request. The function may throw, or wait for a latch of the test. */
  public static Reply of(Function<ChatRequest, AiMessage> message) {
    return new Reply(message, Usage.COUNTED, NO_BREAK);
  }

  /** Answers with a text. */
  public static Reply text(String text) {
    return of(request -> AiMessage.from(text));
  }

  /** Asks for one tool call; {@code argumentsJson} is passed on as it is, valid or not. */
  public static Reply toolCall(String tool, String argumentsJson) {
    return toolCalls(call(tool, argumentsJson));
  }

  /** Asks for several tool calls at once; a call without an id gets one. */
  public static Reply toolCalls(ToolExecutionRequest... calls) {
    List<ToolExecutionRequest> all = List.of(calls);
    return of(request -> AiMessage.from(all));
  }

  /** Asks for a tool call whose arguments break off in the middle of the JSON. */
  public static Reply malformedToolCall(String tool) {
    return toolCall(tool, "{\"id\": 4");
  }

  /** Fails. A new exception is made for each call. */
  public static Reply failure(Supplier<? extends RuntimeException> exception) {
    return of(request -> {
      throw exception.get();
    });
  }

  /** Fails as a provider that answers 429. */
  public static Reply rateLimited() {
    return failure(() -> new RateLimitException("429 Too Many Requests (scripted)"));
  }

  /** Fails as a call that timed out. */
  public static Reply timeout() {
    return failure(() -> new TimeoutException("request timed out (scripted)"));
  }

  /** Fails as a provider that answers 503. */
  public static Reply unavailable() {
    return failure(() -> new InternalServerException("503 Service Unavailable (scripted)"));
  }

  /** Returns a tool call without an id. */
  public static ToolExecutionRequest call(String tool, String argumentsJson) {
    return ToolExecutionRequest.builder().name(tool).arguments(argumentsJson).build();
  }

  /** Reports this consumption. */
  public Reply usage(int inputTokens, int outputTokens) {
    TokenUsage fixed = new TokenUsage(inputTokens, outputTokens);
    return new Reply(message, new Usage(false, fixed), breaksAfter);
  }

  /** Reports no consumption, as some servers do. */
  public Reply withoutUsage() {
    return new Reply(message, Usage.NONE, breaksAfter);
  }

  /** Fails after {@code chunks} streamed chunks, as a connection that is cut; a call without streaming fails at once. */
  public Reply breakingOffAfter(int chunks) {
    return new Reply(message, usage, chunks);
  }

  boolean breaksAfter(int chunks) {
    return breaksAfter == chunks;
  }

  boolean breaks() {
    return breaksAfter != NO_BREAK;
  }

  AiMessage to(ChatRequest request, int callNumber) {
    AiMessage answer = message.apply(request);
    if (!answer.hasToolExecutionRequests()) {
      return answer;
    }
    List<ToolExecutionRequest> named = new ArrayList<>();
    for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
      String id = call.id() == null ? "call-" + callNumber + "-" + named.size() : call.id();
      named.add(ToolExecutionRequest.builder()
          .id(id)
          .name(call.name())
          .arguments(call.arguments())
          .build());
    }
    return answer.toBuilder().toolExecutionRequests(named).build();
  }

  @Nullable
  TokenUsage usageOf(ChatRequest request, AiMessage answer) {
    return usage.counted()
        ? new TokenUsage(tokens(request.messages()), tokens(List.of(answer)))
        : usage.fixed();
  }

  private static int tokens(List<?> messages) {
    int characters = 0;
    for (Object message : messages) {
      characters += message.toString().length();
    }
    return (characters + 3) / 4;
  }
}
