package io.harden4j.graph;

import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.label.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores conversations in our own form. */
final class MessagesCodec implements StateCodec<List<Message>> {
  private static final JsonCodec<List<Entry>> JSON = JsonCodec.listOf(Entry.class);

  record Entry(String id, @Nullable StoredMessage content, Label label) {}

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public byte[] encode(List<Message> value) {
    return JSON.encode(value.stream()
        .map(m -> new Entry(
            m.id(), m.content() == null ? null : StoredMessage.from(m.content()), m.label()))
        .toList());
  }

  @Override
  public List<Message> decode(byte[] bytes, int schema) {
    return JSON.decode(bytes, schema).stream()
        .map(e -> new Message(e.id, e.content == null ? null : e.content.toMessage(), e.label))
        .toList();
  }

  @Override
  public String toString() {
    return "messages";
  }
}
