package io.harden4j.observability.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a JSON tree fit a number of bytes and stay JSON: long texts are cut, long lists and objects lose their tail, and a marker says what the whole was. Short
 * neighbours of a long text survive: children share the space, and what one does not need goes to the others.
 */
final class Truncation {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  /** Room for a marker such as {@code "_truncated":"123456 of 123456 left out",}. */
  private static final int MARKER = 64;
  /** Below this a child is left out rather than cut: its marker would not fit. */
  private static final int LEAST = 80;

  private Truncation() {}

  static JsonNode fit(JsonNode node, int maxBytes) {
    return JsonSize.of(node) <= maxBytes ? node : shrink(node, maxBytes);
  }

  private static JsonNode shrink(JsonNode node, long budget) {
    if (JsonSize.of(node) <= budget) {
      return node;
    }
    if (node instanceof ArrayNode array) {
      return shrinkArray(array, budget);
    }
    if (node instanceof ObjectNode object) {
      return shrinkObject(object, budget);
    }
    return TextNode.valueOf(shrinkText(node.asText(), budget));
  }

  private static String shrinkText(String text, long budget) {
    String marker = "…[truncated, was " + JsonSize.ofText(text) + " bytes]";
    long room = budget - JsonSize.ofText(marker);
    return text.substring(0, JsonSize.charsWithin(text, Math.max(0, room))) + marker;
  }

  private static ArrayNode shrinkArray(ArrayNode array, long budget) {
    List<Long> sizes = new ArrayList<>();
    array.forEach(item -> sizes.add(JsonSize.of(item) + 1));
    long room = budget - 2 - MARKER;
    int kept = kept(sizes, room);
    long share = share(sizes.subList(0, kept), room);
    ArrayNode result = NODES.arrayNode();
    for (int i = 0; i < kept; i++) {
      result.add(shrink(array.get(i), share - 1));
    }
    if (kept < array.size()) {
      result.add(leftOut(array.size() - kept, array.size()));
    }
    return result;
  }

  private static ObjectNode shrinkObject(ObjectNode object, long budget) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
    List<Long> sizes = new ArrayList<>();
    fields.forEach(f -> sizes.add(JsonSize.ofText(f.getKey()) + 2 + JsonSize.of(f.getValue())));
    long room = budget - 2 - MARKER;
    int kept = kept(sizes, room);
    long share = share(sizes.subList(0, kept), room);
    ObjectNode result = NODES.objectNode();
    int left = fields.size() - kept;
    for (Map.Entry<String, JsonNode> field : fields.subList(0, kept)) {
      long forValue = share - JsonSize.ofText(field.getKey()) - 2;
      if (forValue >= LEAST || JsonSize.of(field.getValue()) <= forValue) {
        result.set(field.getKey(), shrink(field.getValue(), forValue));
      } else {
        left++;
      }
    }
    return left == 0
        ? result
        : result.set("_truncated", TextNode.valueOf(leftOut(left, fields.size())));
  }

  private static String leftOut(int left, int of) {
    return "[truncated: " + left + " of " + of + " left out]";
  }

  /** Returns how many of the first children can have a useful share. */
  private static int kept(List<Long> sizes, long room) {
    long least = 0;
    for (int i = 0; i < sizes.size(); i++) {
      least += Math.min(sizes.get(i), LEAST + 1);
      if (least > room) {
        return i;
      }
    }
    return sizes.size();
  }

  /** Returns the largest size a child may have so that all fit: small ones take what they need, large ones an equal part of the rest. */
  private static long share(List<Long> sizes, long room) {
    List<Long> ascending = sizes.stream().sorted().toList();
    long left = room;
    for (int i = 0; i < ascending.size(); i++) {
      long equal = left / (ascending.size() - i);
      if (ascending.get(i) > equal) {
        return equal;
      }
      left -= ascending.get(i);
    }
    return room;
  }
}
