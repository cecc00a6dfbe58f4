package io.harden4j.graph;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.harden4j.checkpoint.CodecException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own stored form of a chat message, so that the disk does not depend on LangChain4j's classes.
 *
 * @param role     {@code system}, {@code user}, {@code ai} or {@code tool}
 * @param text     text, or null
 * @param thinking reasoning text of a model, or null
 * @param name     user name or tool name, or null
 * @param callId   id of the tool call a tool message answers, or null
 * @param failed   whether a tool message tells an error, or null
 * @param parts    parts of a user message that is not plain text
 * @param calls    tool calls of a model's message
 */
public record StoredMessage(
    String role,
    @Nullable String text,
    @Nullable String thinking,
    @Nullable String name,
    @Nullable String callId,
    @Nullable Boolean failed,
    List<Part> parts,
    List<Call> calls) {
  /** A part: {@code text}, {@code imageUrl} or {@code imageData}. */
  public record Part(String kind, String value, @Nullable String mimeType) {}

  /** A tool call a model asked for. */
  public record Call(@Nullable String id, String name, String arguments) {}

  /** Returns the stored form. @throws CodecException for kinds of content that have none, naming the kind */
  public static StoredMessage from(ChatMessage message) {
    if (message instanceof SystemMessage s) {
      return new StoredMessage("system", s.text(), null, null, null, null, List.of(), List.of());
    }
    if (message instanceof UserMessage u) {
      return u.hasSingleText()
          ? new StoredMessage(
              "user", u.singleText(), null, u.name(), null, null, List.of(), List.of())
          : new StoredMessage(
              "user",
              null,
              null,
              u.name(),
              null,
              null,
              u.contents().stream().map(StoredMessage::part).toList(),
              List.of());
    }
    if (message instanceof AiMessage a) {
      List<Call> calls = a.toolExecutionRequests().stream()
          .map(r -> new Call(r.id(), r.name(), r.arguments()))
          .toList();
      return new StoredMessage("ai", a.text(), a.thinking(), null, null, null, List.of(), calls);
    }
    if (message instanceof ToolExecutionResultMessage t) {
      return t.hasSingleText()
          ? new StoredMessage(
              "tool", t.text(), null, t.toolName(), t.id(), t.isError(), List.of(), List.of())
          : new StoredMessage(
              "tool",
              null,
              null,
              t.toolName(),
              t.id(),
              t.isError(),
              t.contents().stream().map(StoredMessage::part).toList(),
              List.of());
    }
    throw new CodecException(
        "a message of type " + message.type()
            + " has no stored form; keep system, user, ai and tool messages",
        null);
  }

  private static Part part(Content content) {
    if (content instanceof TextContent t) {
      return new Part("text", t.text(), null);
    }
    if (content instanceof ImageContent i) {
      String data = i.image().base64Data();
      return data != null
          ? new Part("imageData", data, i.image().mimeType())
          : new Part("imageUrl", String.valueOf(i.image().url()), i.image().mimeType());
    }
    throw new CodecException(
        "content of type " + content.type() + " has no stored form; keep text and images", null);
  }

  /** Returns LangChain4j's message. */
  public ChatMessage toMessage() {
    return switch (role) {
      case "system" -> SystemMessage.from(String.valueOf(text));
      case "user" -> userMessage();
      case "ai" ->
        AiMessage.builder()
            .text(text)
            .thinking(thinking)
            .toolExecutionRequests(calls.stream()
                .map(c -> ToolExecutionRequest.builder()
                    .id(c.id())
                    .name(c.name())
                    .arguments(c.arguments())
                    .build())
                .toList())
            .build();
      case "tool" -> toolMessage();
      default ->
        throw new CodecException("a stored message has the unknown role '" + role + "'", null);
    };
  }

  private ChatMessage userMessage() {
    UserMessage.Builder builder = UserMessage.builder();
    if (name != null) {
      builder.name(name);
    }
    return builder.contents(contents()).build();
  }

  private ChatMessage toolMessage() {
    ToolExecutionResultMessage.Builder builder =
        ToolExecutionResultMessage.builder().id(callId).toolName(name).isError(failed);
    return text != null
        ? builder.text(text).build()
        : builder.contents(contents()).build();
  }

  private List<Content> contents() {
    return text != null
        ? List.of(TextContent.from(text))
        : parts.stream().map(StoredMessage::content).toList();
  }

  private static Content content(Part part) {
    return switch (part.kind) {
      case "text" -> TextContent.from(part.value);
      case "imageData" -> ImageContent.from(part.value, String.valueOf(part.mimeType));
      case "imageUrl" -> ImageContent.from(part.value);
      default ->
        throw new CodecException(
            "a stored message has a part of the unknown kind '" + part.kind + "'", null);
    };
  }
}
