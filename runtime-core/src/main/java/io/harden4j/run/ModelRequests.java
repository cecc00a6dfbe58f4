package io.harden4j.run;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Usage;
import io.harden4j.graph.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and responses of models in forms that can be digested, stored and shown. */
final class ModelRequests {
  private static final JsonCodec<List<StoredMessage>> MESSAGES =
      JsonCodec.listOf(StoredMessage.class);

  /** What is stored of a response. */
  record StoredResponse(
      StoredMessage message,
      @Nullable String id,
      @Nullable String model,
      @Nullable String finishReason,
      long inputTokens,
      long outputTokens) {}

  /** Stores responses in our own form. */
  static final StateCodec<ChatResponse> CODEC = new StateCodec<>() {
    private final JsonCodec<StoredResponse> json = JsonCodec.of(StoredResponse.class);

    @Override
    public String name() {
      return "chat-response";
    }

    @Override
    public byte[] encode(ChatResponse r) {
      Usage usage = usage(r);
      return json.encode(new StoredResponse(
          StoredMessage.from(r.aiMessage()),
          r.id(),
          r.modelName(),
          r.finishReason() == null ? null : r.finishReason().name(),
          usage.inputTokens(),
          usage.outputTokens()));
    }

    @Override
    public ChatResponse decode(byte[] bytes, int schema) {
      StoredResponse s = json.decode(bytes, schema);
      return ChatResponse.builder()
          .aiMessage((dev.langchain4j.data.message.AiMessage) s.message().toMessage())
          .metadata(ChatResponseMetadata.builder()
              .id(s.id())
              .modelName(s.model())
              .tokenUsage(new TokenUsage((int) s.inputTokens(), (int) s.outputTokens()))
              .finishReason(
                  s.finishReason() == null ? null : FinishReason.valueOf(s.finishReason()))
              .build())
          .build();
    }
  };

  private ModelRequests() {}

  /** Returns the digest of what is asked, without ids that frameworks and models make up: tool call ids become their order of appearance. */
  static String digest(String model, ChatRequest request) {
    Map<String, String> ids = new HashMap<>();
    List<StoredMessage> normal = new ArrayList<>();
    for (ChatMessage message : request.messages()) {
      StoredMessage m = StoredMessage.from(message);
      List<StoredMessage.Call> calls = m.calls().stream()
          .map(c -> new StoredMessage.Call(orderOf(c.id(), ids), c.name(), c.arguments()))
          .toList();
      normal.add(new StoredMessage(
          m.role(),
          m.text(),
          m.thinking(),
          m.name(),
          orderOf(m.callId(), ids),
          m.failed(),
          m.parts(),
          calls));
    }
    StringBuilder rest = new StringBuilder(model);
    List<ToolSpecification> tools = request.toolSpecifications();
    if (tools != null) {
      tools.stream()
          .map(ToolSpecification::toString)
          .sorted()
          .forEach(t -> rest.append('\n').append(t));
    }
    rest.append('\n')
        .append(request.temperature())
        .append(' ')
        .append(request.maxOutputTokens())
        .append(' ')
        .append(request.toolChoice())
        .append(' ')
        .append(request.responseFormat());
    return Digests.sha256(new String(MESSAGES.encode(normal), StandardCharsets.UTF_8) + rest);
  }

  private static @Nullable String orderOf(@Nullable String id, Map<String, String> ids) {
    if (id == null) {
      return null;
    }
    String order = "call-" + ids.size();
    String known = ids.putIfAbsent(id, order);
    return known == null ? order : known;
  }

  /** Returns the messages as JSON text, for traces. */
  static String shown(List<ChatMessage> messages) {
    return new String(
        MESSAGES.encode(messages.stream().map(StoredMessage::from).toList()),
        StandardCharsets.UTF_8);
  }

  /** Estimates the tokens of a request: three characters a token, rounded up, and four for each message's frame. */
  static long estimate(ChatRequest request) {
    long characters = 0;
    for (ChatMessage message : request.messages()) {
      StoredMessage m = StoredMessage.from(message);
      characters += 12
          + length(m.text())
          + m.parts().stream()
              .mapToLong(p -> "text".equals(p.kind()) ? p.value().length() : 2_000)
              .sum()
          + m.calls().stream()
              .mapToLong(c -> c.name().length() + c.arguments().length())
              .sum();
    }
    List<ToolSpecification> tools = request.toolSpecifications();
    if (tools != null) {
      characters += tools.stream().mapToLong(t -> t.toString().length()).sum();
    }
    return characters / 3 + 1;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Returns what a provider says was used; nothing where it says nothing or nonsense, of which no half is believed either. */
  static Usage usage(ChatResponse response) {
    TokenUsage usage = response.tokenUsage();
    if (usage == null) {
      return Usage.NONE;
    }
    long input = count(usage.inputTokenCount());
    long output = count(usage.outputTokenCount());
    return input < 0 || output < 0 ? Usage.NONE : new Usage(input, output);
  }

  private static long count(@Nullable Integer reported) {
    return reported == null ? 0 : reported;
  }
}
