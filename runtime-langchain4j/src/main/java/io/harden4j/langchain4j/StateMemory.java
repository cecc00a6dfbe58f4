package io.harden4j.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.memory.ChatMemory;
import io.harden4j.graph.Message;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation in a state key: read once when the task begins, written with the node's update. The ids of new messages derive from the task, so that a node that
 * runs again writes the same ones. Thread-safe.
 */
final class StateMemory implements ChatMemory {
  private static final String SYSTEM_ID = "system";

  private final NodeContext ctx;
  private final StateKey<List<Message>> key;
  private final MemoryWindow window;
  private final String prefix;
  private final Map<String, ChatMessage> messages = new LinkedHashMap<>();
  private int added;

  StateMemory(NodeContext ctx, StateKey<List<Message>> key, MemoryWindow window) {
    this.ctx = ctx;
    this.key = key;
    this.window = window;
    // the random numbers of a task are its own and the same at each replay; siblings of a fan-out
    // differ
    this.prefix = ctx.node() + '-' + Long.toHexString(ctx.random().nextLong()) + '-';
    for (Message message : ctx.get(key)) {
      ChatMessage content = message.content();
      if (content != null) {
        messages.put(message.id(), content);
      }
    }
  }

  @Override
  public Object id() {
    return key.name();
  }

  @Override
  public synchronized void add(ChatMessage message) {
    boolean system = message instanceof SystemMessage;
    if (system && message.equals(messages.get(SYSTEM_ID))) {
      return;
    }
    String id = system ? SYSTEM_ID : prefix + added++;
    messages.put(id, message);
    ctx.stage(Update.of(key, List.of(Message.of(id, message, ctx.label()))));
  }

  @Override
  public synchronized List<ChatMessage> messages() {
    return window.of(List.copyOf(messages.values()));
  }

  @Override
  public synchronized void clear() {
    if (!messages.isEmpty()) {
      ctx.stage(Update.of(key, messages.keySet().stream().map(Message::removal).toList()));
      messages.clear();
    }
  }
}
