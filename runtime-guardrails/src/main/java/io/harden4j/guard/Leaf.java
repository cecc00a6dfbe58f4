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
 * @param argument name of the innermost field
 * @param role     role of the place: that of its pattern, such as that of {@code file_id} in a list, else that of its top-level argument
 * @param value    the scalar
 */
record Leaf(String pointer, String argument, ArgumentRole role, JsonNode value) {
  /** Where a walk through the arguments is. */
  private record Place(String pointer, String pattern, String argument, ArgumentRole role) {
    Place member(String name, Map<String, ArgumentRole> roles) {
      String deeper = pattern.isEmpty() ? name : pattern + "/" + name;
      return new Place(Leaf.pointer(pointer, name), deeper, name, roles.getOrDefault(deeper, role));
    }

    Place element(int i, Map<String, ArgumentRole> roles) {
      String deeper = pattern + "/*";
      return new Place(pointer + "/" + i, deeper, argument, roles.getOrDefault(deeper, role));
    }
  }

  static List<Leaf> of(ObjectNode arguments, Map<String, ArgumentRole> roles) {
    List<Leaf> leaves = new ArrayList<>();
    collect(new Place("", "", "", ArgumentRole.CONTENT), arguments, roles, leaves);
    return leaves;
  }

  private static void collect(
      Place at, JsonNode node, Map<String, ArgumentRole> roles, List<Leaf> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> collect(at.member(field.getKey(), roles), field.getValue(), roles, leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(at.element(i, roles), node.get(i), roles, leaves);
      }
    } else if (!node.isNull()) {
      leaves.add(new Leaf(at.pointer, at.argument, at.role, node));
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
