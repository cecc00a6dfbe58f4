package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.ArgumentRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One scalar in the arguments. A JSON null says nothing and is no leaf.
 *
 * @param pointer  JSON pointer
 * @param argument top-level name
 * @param role     role of that argument
 * @param value    the scalar
 */
record Leaf(String pointer, String argument, ArgumentRole role, JsonNode value) {
  static List<Leaf> of(ObjectNode arguments, Map<String, ArgumentRole> roles) {
    List<Leaf> leaves = new ArrayList<>();
    arguments.properties().forEach(field -> {
      ArgumentRole role = roles.getOrDefault(field.getKey(), ArgumentRole.CONTENT);
      collect(pointer("", field.getKey()), field.getKey(), role, field.getValue(), leaves);
    });
    return leaves;
  }

  private static void collect(
      String at, String argument, ArgumentRole role, JsonNode node, List<Leaf> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(field ->
              collect(pointer(at, field.getKey()), argument, role, field.getValue(), leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(at + "/" + i, argument, role, node.get(i), leaves);
      }
    } else if (!node.isNull()) {
      leaves.add(new Leaf(at, argument, role, node));
    }
  }

  /** Returns the pointer to a member (RFC 6901, section 3). */
  static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** Returns the scalar as text. */
  String text() {
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
  }
}
