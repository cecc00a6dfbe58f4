package io.harden4j.graph;

import dev.langchain4j.data.message.ChatMessage;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation in state.
 *
 * @param id      unique in the conversation; a write with an id that is there replaces that message
 * @param content LangChain4j's message, or null to remove the message with this id
 * @param label   who could have written it
 */
public record Message(String id, @Nullable ChatMessage content, Label label) {
  /** Returns a message. */
  public static Message of(String id, ChatMessage content, Label label) {
    return new Message(id, content, label);
  }

  /** Returns the write that removes the message with this id. */
  public static Message removal(String id) {
    return new Message(id, null, Label.SYSTEM);
  }

  static List<Message> merge(List<Message> before, List<Message> written) {
    if (before.isEmpty()
        && written.stream().allMatch(m -> m.content != null)
        && written.stream().map(Message::id).distinct().count() == written.size()) {
      return List.copyOf(written);
    }
    Map<String, Message> byId = new LinkedHashMap<>();
    before.forEach(m -> byId.put(m.id, m));
    for (Message m : written) {
      if (m.content == null) {
        byId.remove(m.id);
      } else {
        byId.put(m.id, m);
      }
    }
    return Collections.unmodifiableList(new ArrayList<>(byId.values()));
  }
}
