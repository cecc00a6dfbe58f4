package io.harden4j.graph;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small conversation with a model inside a node. Not thread-safe; make one for each call. */
public final class Chat {
  private static final int REPAIRS = 2;

  private final ChatModel model;
  private final NodeContext ctx;
  private final List<ChatMessage> messages = new ArrayList<>();

  Chat(ChatModel model, NodeContext ctx) {
    this.model = model;
    this.ctx = ctx;
  }

  /** Adds a system message: the application's own text. */
  public Chat system(String text) {
    messages.add(SystemMessage.from(text));
    return this;
  }

  /** Adds a user message. */
  public Chat user(String text) {
    messages.add(UserMessage.from(text));
    return this;
  }

  /** Adds messages as they are. */
  public Chat messages(List<? extends ChatMessage> more) {
    messages.addAll(more);
    return this;
  }

  /** Calls the model and returns its text; empty if it gave none. */
  public String text() {
    String text = response().aiMessage().text();
    return text == null ? "" : text;
  }

  /** Calls the model and returns its whole response. */
  public ChatResponse response() {
    return model.chat(ChatRequest.builder().messages(List.copyOf(messages)).build());
  }

  /**
   * Calls the model for a JSON value of a type. Text around the JSON is tolerated. If the answer does not fit, it is sent back with the fault, at most
   * {@value #REPAIRS} times.
   *
   * @throws CodecException if it still does not fit; the message names the fault
   */
  public <T> T as(Class<T> type) {
    JsonCodec<T> codec = JsonCodec.of(type);
    List<ChatMessage> turn = new ArrayList<>(messages);
    for (int repair = 0; ; repair++) {
      String answer = String.valueOf(model
          .chat(ChatRequest.builder().messages(List.copyOf(turn)).build())
          .aiMessage()
          .text());
      try {
        return codec.decode(jsonIn(answer).getBytes(StandardCharsets.UTF_8), 1);
      } catch (CodecException e) {
        if (repair == REPAIRS) {
          throw new CodecException(
              "node '" + ctx.node() + "': the model's answer is no " + type.getSimpleName()
                  + " after " + REPAIRS
                  + " repair turns; catch this to escalate to a human. Last fault: "
                  + e.getMessage(),
              e);
        }
        turn.add(AiMessage.from(answer));
        turn.add(UserMessage.from(
            "That is not valid: " + fault(e) + ". Answer again with the JSON value only."));
      }
    }
  }

  private static String fault(CodecException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf(';');
    return end < 0 ? message : message.substring(0, end);
  }

  private static String jsonIn(String answer) {
    int object = answer.indexOf('{');
    int end = answer.lastIndexOf('}');
    return object >= 0 && end > object ? answer.substring(object, end + 1) : answer.strip();
  }
}
