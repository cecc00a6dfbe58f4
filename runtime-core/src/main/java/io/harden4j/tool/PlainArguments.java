package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the tree of arguments that is read from their JSON text, without the text. */
final class PlainArguments {
  /** Far below what the reader of JSON accepts for a key; what is longer goes through it. */
  private static final int LONGEST_NAME = 1_000;

  private PlainArguments() {}

  /** Returns the checked tree, or null if there is more in it than whole numbers, texts and truth values. */
  static @Nullable ObjectNode tree(Map<?, ?> values) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    long characters = 0;
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      JsonNode value = value(entry.getValue());
      if (value == null
          || !(entry.getKey() instanceof String name)
          || name.length() > LONGEST_NAME) {
        return null;
      }
      characters +=
          name.length() + (long) (value.isTextual() ? value.textValue().length() : 20);
      tree.set(name, value);
    }
    if (characters > CanonicalJson.SMALL || values.size() != tree.size()) {
      return null; // near a bound: the reader of JSON says by how much
    }
    CanonicalJson.check(tree);
    return tree;
  }

  private static @Nullable JsonNode value(@Nullable Object value) {
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof Boolean truth) {
      return BooleanNode.valueOf(truth);
    }
    return value instanceof Integer || value instanceof Long
        ? BigIntegerNode.valueOf(BigInteger.valueOf(((Number) value).longValue()))
        : null;
  }
}
