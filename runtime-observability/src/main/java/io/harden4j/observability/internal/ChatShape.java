package io.harden4j.observability.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.observe.ObservedKeys;

/**
 * Puts what goes into and comes out of a model into the chat-completions shape: {@code [{role, content}]} in, one {@code {role, content, tool_calls}} out. It is the
 * shape that trace viewers render as a conversation, and the only one that fills Langfuse's tool call columns. Trees of another shape stay as they are.
 */
final class ChatShape {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ChatShape() {}

  static Object of(String key, Object value) {
    JsonNode tree = tree(value);
    return key.equals(ObservedKeys.INPUT) ? input(tree) : output(tree);
  }

  /** The runtime shows messages as JSON text. */
  private static JsonNode tree(Object value) {
    if (value instanceof JsonNode node) {
      return node;
    }
    String text = String.valueOf(value);
    try {
      return text.startsWith("[{") || text.startsWith("{")
          ? MAPPER.readTree(text)
          : TextNode.valueOf(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  private static JsonNode input(JsonNode value) {
    if (value instanceof ArrayNode array) {
      ArrayNode messages = NODES.arrayNode(array.size());
      array.forEach(m -> messages.add(message(m, "user")));
      return messages;
    }
    return value.isObject() && !value.has("role")
        ? value
        : NODES.arrayNode().add(message(value, "user"));
  }

  private static JsonNode output(JsonNode value) {
    JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
    return one.isTextual() || one.has("role") || one.has("calls") ? message(one, "assistant") : one;
  }

  private static JsonNode message(JsonNode value, String role) {
    if (value.isValueNode()) {
      return NODES.objectNode().put("role", role).put("content", value.asText());
    }
    if (!(value instanceof ObjectNode stored)
        || stored.has("content")
        || stored.has("tool_calls")) {
      return value;
    }
    String said = stored.path("role").asText(role);
    ObjectNode message = NODES.objectNode().put("role", said.equals("ai") ? "assistant" : said);
    message.set("content", stored.hasNonNull("text") ? stored.get("text") : stored.path("parts"));
    copy(stored, "name", message, "name");
    copy(stored, "callId", message, "tool_call_id");
    if (!stored.path("calls").isEmpty()) {
      message.set("tool_calls", calls(stored.path("calls")));
    }
    return message;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    if (from.hasNonNull(name)) {
      to.set(as, from.get(name));
    }
  }

  private static ArrayNode calls(JsonNode stored) {
    ArrayNode calls = NODES.arrayNode();
    for (JsonNode call : stored) {
      ObjectNode one =
          calls.addObject().put("id", call.path("id").asText()).put("type", "function");
      one.putObject("function")
          .put("name", call.path("name").asText())
          .put("arguments", call.path("arguments").asText());
    }
    return calls;
  }
}
