package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Says when a call of a tool does more than its declared sink: a calendar entry with guests is a message to them. Only ever raises the sink.
 *
 * @param argument top-level name of the argument that decides
 * @param harmless values with which nothing rises; empty: any value raises. Copied. An argument that is missing, null or an empty list raises nothing
 *     unless there are harmless values: then only these keep the sink low
 * @param to       what the call does then
 */
public record SinkRule(String argument, Set<String> harmless, Sink to) {
  /** Checks and copies. */
  public SinkRule {
    if (argument.isBlank()) {
      throw new IllegalArgumentException("a sink rises by an argument; name it");
    }
    harmless = Set.copyOf(harmless);
  }

  boolean applies(JsonNode arguments) {
    JsonNode value = arguments.path(argument);
    if (!harmless.isEmpty()) {
      return !value.isTextual() || !harmless.contains(value.textValue());
    }
    boolean absent = value.isMissingNode() || value.isNull();
    boolean empty = value.isContainerNode() && value.isEmpty();
    return !absent && !empty;
  }
}
