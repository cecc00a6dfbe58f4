package io.harden4j.observability.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How many bytes a JSON tree takes in UTF-8, without writing it. */
final class JsonSize {
  private JsonSize() {}

  static long of(JsonNode node) {
    if (node instanceof ObjectNode object) {
      long size = 2;
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        size += ofText(field.getKey()) + 2 + of(field.getValue());
      }
      return object.isEmpty() ? size : size - 1;
    }
    if (node instanceof ArrayNode array) {
      long size = 2;
      for (JsonNode item : array) {
        size += of(item) + 1;
      }
      return array.isEmpty() ? size : size - 1;
    }
    return node.isTextual() ? ofText(node.textValue()) : node.toString().length();
  }

  static long ofText(String text) {
    long size = 2;
    for (int i = 0; i < text.length(); i++) {
      size += ofChar(text.charAt(i));
    }
    return size;
  }

  /** Returns how many first characters take at most so many bytes inside quotes, never half a surrogate pair. */
  static int charsWithin(String text, long bytes) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      size += ofChar(text.charAt(i));
      if (size > bytes) {
        return i > 0 && Character.isHighSurrogate(text.charAt(i - 1)) ? i - 1 : i;
      }
    }
    return text.length();
  }

  private static int ofChar(char c) {
    if (c < 0x20) {
      return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : 6;
    }
    if (c == '"' || c == '\\') {
      return 2;
    }
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
