package io.harden4j.guard.governor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The leaves of some arguments. Stateless.
 *
 * @param pointer JSON pointer of the leaf
 * @param value   its value: a scalar or null
 */
public record Leaves(String pointer, JsonNode value) {
  /** Returns every leaf at or beneath the pointers, in order; names of objects count as text leaves too, so that nothing hides in one. */
  public static List<Leaves> of(JsonNode arguments, Set<String> pointers) {
    List<Leaves> found = new ArrayList<>();
    pointers.forEach(pointer -> collect(pointer, arguments.at(pointer), found));
    return found;
  }

  private static void collect(String pointer, JsonNode node, List<Leaves> found) {
    if (node.isMissingNode()) {
      return;
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(pointer + "/" + i, node.get(i), found);
      }
    } else if (node.isObject()) {
      node.properties().forEach(field -> {
        String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
        found.add(new Leaves(
            at + " (name)", com.fasterxml.jackson.databind.node.TextNode.valueOf(field.getKey())));
        collect(at, field.getValue(), found);
      });
    } else {
      found.add(new Leaves(pointer, node));
    }
  }
}
