package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.tool.ArgumentRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One scalar in the arguments, or the name of a member that no declaration knows: who chooses the names inside of an argument can write with them. A JSON null
 * says nothing and is no leaf.
 *
 * @param pointer  JSON pointer
 * @param argument name of the innermost field
 * @param role     role of the place: that of its pattern, such as that of {@code file_id} in a list, else that of its top-level argument
 * @param value    the scalar
 */
record Leaf(String pointer, String argument, ArgumentRole role, JsonNode value) {
  /** No value has a pointer with this in it: RFC 6901 knows ~0 and ~1 alone. */
  private static final String OF_NAME = "~2";

  private static final Pattern LISTED = Pattern.compile("/[0-9]+(?:/|$)");

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
      node.properties().forEach(field -> {
        Place member = at.member(field.getKey(), roles);
        if (!at.pattern.isEmpty() && !isDeclared(member.pattern, roles)) {
          leaves.add(new Leaf(
              member.pointer + OF_NAME,
              "",
              ArgumentRole.CONTENT,
              TextNode.valueOf(field.getKey())));
        }
        collect(member, field.getValue(), roles, leaves);
      });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(at.element(i, roles), node.get(i), roles, leaves);
      }
    } else if (!node.isNull()) {
      leaves.add(new Leaf(at.pointer, at.argument, at.role, node));
    }
  }

  /** Says whether the application named this place, or one inside of it. */
  private static boolean isDeclared(String pattern, Map<String, ArgumentRole> roles) {
    return roles.containsKey(pattern)
        || roles.keySet().stream().anyMatch(declared -> declared.startsWith(pattern + "/"));
  }

  /** Says whether this is the name of a member and no value. */
  boolean isName() {
    return pointer.endsWith(OF_NAME);
  }

  /** Says whether it is one of any number. */
  boolean isInList() {
    return LISTED.matcher(pointer).find();
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
