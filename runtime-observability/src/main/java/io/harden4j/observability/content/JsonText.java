package io.harden4j.observability.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Map;

/** Turns content into JSON that may be kept: redacted first, then cut inside the value, never inside the text of it. */
final class JsonText {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 64;

  private JsonText() {}

  /** Returns the value as JSON text within the policy's bound. */
  static String capture(Object value, ContentPolicy policy) {
    return write(captureTree(value, policy));
  }

  /** Returns the value as a JSON tree within the policy's bound. */
  static JsonNode captureTree(Object value, ContentPolicy policy) {
    JsonNode clean = redact(tree(value), policy.redactor(), 0);
    return Truncation.fit(clean, policy.maxBytes());
  }

  /** Returns JSON text. */
  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      return "\"[not representable as JSON]\"";
    }
  }

  /** Returns a tree for what the runtime attaches: text, numbers, booleans, trees; anything else by its {@code toString}. */
  static JsonNode tree(Object value) {
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof Number
        || value instanceof Boolean
        || value instanceof Map
        || value instanceof Collection) {
      try {
        return MAPPER.valueToTree(value);
      } catch (IllegalArgumentException e) {
        return TextNode.valueOf(String.valueOf(value));
      }
    }
    return TextNode.valueOf(String.valueOf(value));
  }

  private static JsonNode redact(JsonNode node, Redactor redactor, int depth) {
    if (depth > MAX_DEPTH) {
      return TextNode.valueOf("[left out: nested deeper than " + MAX_DEPTH + "]");
    }
    if (node.isTextual()) {
      return TextNode.valueOf(redact(node.textValue(), redactor));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = NODES.objectNode();
      object
          .properties()
          .forEach(f ->
              copy.set(redact(f.getKey(), redactor), redact(f.getValue(), redactor, depth + 1)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = NODES.arrayNode(array.size());
      array.forEach(item -> copy.add(redact(item, redactor, depth + 1)));
      return copy;
    }
    return node.isValueNode() && !node.isPojo() && !node.isBinary()
        ? node
        : TextNode.valueOf(redact(node.asText(), redactor));
  }

  /** Returns the text without secrets. A text beyond the hard limit is left out as a whole: cutting it first could cut a secret in two. */
  static String redact(String text, Redactor redactor) {
    if (text.length() > ContentPolicy.HARD_MAX_BYTES) {
      return "[left out: " + text.length() + " characters]";
    }
    try {
      String clean = redactor.redact(text);
      return clean == null ? Redactor.FAILED : clean;
    } catch (RuntimeException | StackOverflowError e) {
      return Redactor.FAILED;
    }
  }

  /** Returns at most so many characters, never half a surrogate pair. */
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
    return text.substring(0, end) + "…";
  }
}
