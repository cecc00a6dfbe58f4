package io.harden4j.guard.governor;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which governor checks which places of one call. A place is an argument, or one inside of it that the declaration or the guard names by a pattern such as
 * {@code files/*}{@code /path}. Where none is named inside, a governor gets the whole value. Serves one call; not thread-safe.
 */
final class GovernedPlaces {
  private final Map<ArgumentRole, List<String>> byRole;
  private final Map<String, String> own;
  private final Map<String, ArgumentRole> roles;
  private final Map<String, Set<String>> found = new LinkedHashMap<>();

  private GovernedPlaces(
      Map<ArgumentRole, List<String>> byRole,
      Map<String, String> own,
      Map<String, ArgumentRole> roles) {
    this.byRole = byRole;
    this.own = own;
    this.roles = roles;
  }

  /** Returns JSON pointers by the governor's name. */
  static Map<String, Set<String>> of(
      ToolCall call,
      ToolDeclaration declaration,
      Map<ArgumentRole, List<String>> byRole,
      Map<String, String> own) {
    GovernedPlaces places = new GovernedPlaces(byRole, own, declaration.roles());
    call.arguments().tree().properties().forEach(field -> {
      String name = field.getKey();
      places.walk(pointer("", name), name, declaration.role(name), field.getValue());
    });
    own.forEach((name, governor) -> places.add(governor, pointer("", name)));
    return places.found;
  }

  private void walk(String pointer, String pattern, ArgumentRole role, JsonNode node) {
    if (own.containsKey(pattern)) {
      add(own.get(pattern), pointer);
    }
    if (!node.isContainerNode() || !isNamedInside(pattern)) {
      govern(role, pointer);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        String element = pattern + "/*";
        walk(pointer + "/" + i, element, roles.getOrDefault(element, role), node.get(i));
      }
    } else {
      node.properties().forEach(field -> {
        String member = pattern + "/" + field.getKey();
        if (!roles.containsKey(member) && !isNamedInside(member)) {
          govern(role, pointer); // its name is a text too, so the whole object is checked
        }
        walk(
            pointer(pointer, field.getKey()),
            member,
            roles.getOrDefault(member, role),
            field.getValue());
      });
    }
  }

  private boolean isNamedInside(String pattern) {
    String inside = pattern + "/";
    return roles.keySet().stream().anyMatch(name -> name.startsWith(inside))
        || own.keySet().stream().anyMatch(name -> name.startsWith(inside));
  }

  private void govern(ArgumentRole role, String pointer) {
    byRole.getOrDefault(role, List.of()).forEach(governor -> add(governor, pointer));
  }

  private void add(String governor, String pointer) {
    found.computeIfAbsent(governor, g -> new TreeSet<>()).add(pointer);
  }

  private static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
