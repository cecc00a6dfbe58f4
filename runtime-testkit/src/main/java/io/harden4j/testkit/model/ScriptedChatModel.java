package io.harden4j.testkit.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A chat model, blocking and streaming, that follows a script: the first condition that holds decides, else the next reply in order.
 * Deterministic; remembers every request. Streams word by word on the calling thread.
 *
 * <pre>{@code
 * ScriptedChatModel model = ScriptedChatModel.builder()
 *     .reply(Reply.rateLimited())
 *     .reply(Reply.toolCall("find_order", "{\"id\": 42}"))
 *     .when(When.resultOf("find_order"), Reply.text("It is on its way."))
 *     .build();
 * }</pre>
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; replies in order are then given in order of arrival.
 */
public final class ScriptedChatModel implements ChatModel, StreamingChatModel {
  private record Rule(Predicate<ChatRequest> condition, Reply reply) {}

  private record Turn(int number, Reply reply) {}

  private final String name;
  private final List<Rule> rules;
  private final Queue<Reply> replies;
  private final int scripted;
  private final List<ChatRequest> requests = new ArrayList<>();

  private ScriptedChatModel(Builder builder) {
    this.name = builder.name;
    this.rules = List.copyOf(builder.rules);
    this.replies = new ArrayDeque<>(builder.replies);
    this.scripted = builder.replies.size();
  }

  /** Begins a script. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a model that gives these texts in order. */
  public static ScriptedChatModel replying(String... texts) {
    Builder builder = builder();
    for (String text : texts) {
      builder.reply(text);
    }
    return builder.build();
  }

  /** Returns all requests so far, in order of arrival. */
  public List<ChatRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Returns how often the model was asked, failures included. */
  public int calls() {
    return requests().size();
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    Turn turn = next(request);
    if (turn.reply().breaks()) {
      throw cut();
    }
    return respond(request, turn);
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    Turn turn = next(request);
    try {
      stream(request, turn, handler);
    } catch (RuntimeException e) {
      handler.onError(e);
    }
  }

  private void stream(ChatRequest request, Turn turn, StreamingChatResponseHandler handler) {
    ChatResponse response = respond(request, turn);
    AiMessage message = response.aiMessage();
    int chunks = 0;
    String text = message.text() == null ? "" : message.text();
    for (String word : text.split("(?<=\\s)", -1)) {
      if (turn.reply().breaksAfter(chunks++)) {
        throw cut();
      }
      if (!word.isEmpty()) {
        handler.onPartialResponse(word);
      }
    }
    if (turn.reply().breaks()) {
      throw cut();
    }
    for (int i = 0; i < message.toolExecutionRequests().size(); i++) {
      handler.onCompleteToolCall(
          new CompleteToolCall(i, message.toolExecutionRequests().get(i)));
    }
    handler.onCompleteResponse(response);
  }

  private ChatResponse respond(ChatRequest request, Turn turn) {
    AiMessage answer = turn.reply().to(request, turn.number());
    return ChatResponse.builder()
        .aiMessage(answer)
        .id("scripted-" + turn.number())
        .modelName(name)
        .tokenUsage(turn.reply().usageOf(request, answer))
        .finishReason(
            answer.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
        .build();
  }

  private Turn next(ChatRequest request) {
    synchronized (requests) {
      requests.add(request);
      int number = requests.size();
      for (Rule rule : rules) {
        if (rule.condition().test(request)) {
          return new Turn(number, rule.reply());
        }
      }
      Reply reply = replies.poll();
      if (reply == null) {
        throw new ScriptExhaustedException(number, scripted, rules.size(), last(request));
      }
      return new Turn(number, reply);
    }
  }

  private static InternalServerException cut() {
    return new InternalServerException("connection closed in the middle of the answer (scripted)");
  }

  private static String last(ChatRequest request) {
    List<ChatMessage> messages = request.messages();
    String text = messages.get(messages.size() - 1).toString();
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return DefaultChatRequestParameters.EMPTY;
  }

  @Override
  public List<ChatModelListener> listeners() {
    return List.of();
  }

  @Override
  public ModelProvider provider() {
    return ModelProvider.OTHER;
  }

  @Override
  public Set<Capability> supportedCapabilities() {
    return Set.of();
  }

  /** Builds a script. Not thread-safe. */
  public static final class Builder {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private String name = "scripted";

    private Builder() {}

    /** Sets the model's name in its responses; default {@code scripted}. */
    public Builder name(String modelName) {
      name = modelName;
      return this;
    }

    /** Adds the next reply in order. */
    public Builder reply(Reply reply) {
      replies.add(reply);
      return this;
    }

    /** Adds a text as the next reply in order. */
    public Builder reply(String text) {
      return reply(Reply.text(text));
    }

    /** Gives {@code reply} whenever {@code condition} holds, as often as it holds; earlier conditions go first. */
    public Builder when(Predicate<ChatRequest> condition, Reply reply) {
      rules.add(new Rule(condition, reply));
      return this;
    }

    /** Builds the model. */
    public ScriptedChatModel build() {
      return new ScriptedChatModel(this);
    }
  }
}
