package io.harden4j.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import io.harden4j.graph.StoredMessage;
import org.jspecify.annotations.Nullable;

/** Estimates tokens as the runtime's budget does. */
final class MessageSize {
  private static final int FRAME = 12;
  private static final int IMAGE = 2_000;

  private MessageSize() {}

  static int tokens(ChatMessage message) {
    StoredMessage m = StoredMessage.from(message);
    int characters = FRAME + length(m.text());
    for (StoredMessage.Part part : m.parts()) {
      characters += "text".equals(part.kind()) ? part.value().length() : IMAGE;
    }
    for (StoredMessage.Call call : m.calls()) {
      characters += call.name().length() + length(call.arguments());
    }
    return characters / 3 + 1;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
