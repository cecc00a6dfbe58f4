package io.harden4j.testkit.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Common conditions on a request, for {@link ScriptedChatModel.Builder#when}. Texts compare without regard to case. */
public final class When {
  private When() {}

  /** The last message is from the user and contains a text. */
  public static Predicate<ChatRequest> userSays(String part) {
    return request -> last(request) instanceof UserMessage m && contains(m.toString(), part);
  }

  /** A system message contains a text. */
  public static Predicate<ChatRequest> systemSays(String part) {
    return request -> request.messages().stream()
        .anyMatch(m -> m instanceof SystemMessage s && contains(s.text(), part));
  }

  /** The last message is a result of this tool. */
  public static Predicate<ChatRequest> resultOf(String tool) {
    return request ->
        last(request) instanceof ToolExecutionResultMessage r && tool.equals(r.toolName());
  }

  /** The request offers this tool. */
  public static Predicate<ChatRequest> offers(String tool) {
    return request -> request.toolSpecifications().stream().anyMatch(s -> tool.equals(s.name()));
  }

  private static ChatMessage last(ChatRequest request) {
    List<ChatMessage> messages = request.messages();
    return messages.get(messages.size() - 1);
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
