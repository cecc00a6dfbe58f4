package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.ToolRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Default rules on the form of arguments, whoever controls the call: what two readers could understand differently is denied. */
final class ArgumentHygiene {
  private static final String REFUSAL = "These arguments are not permitted.";
  private static final Set<String> POLLUTING = Set.of("__proto__", "constructor", "prototype");
  private static final Set<String> RESERVED =
      Set.of("tenant", "principal", "role", "policy", "approval", "label");
  private static final Set<ArgumentRole> PLAIN = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.AMOUNT,
      ArgumentRole.PATH,
      ArgumentRole.SECRET);

  private final Policy policy;

  ArgumentHygiene(Policy policy) {
    this.policy = policy;
  }

  List<Finding> check(GuardRequest request, ObjectNode arguments) {
    List<Finding> findings = new ArrayList<>();
    checkNames(request.call().tool(), "", arguments, findings);
    if (policy.has(DefaultRule.PLAIN_ARGUMENT)) {
      checkTwins(request.declaration().roles().keySet(), arguments, findings);
      checkInside(request, arguments, findings);
      arguments.properties().forEach(field -> {
        ArgumentRole role = request.declaration().role(field.getKey());
        if (PLAIN.contains(role)) {
          checkPlain(role, Leaf.pointer("", field.getKey()), field.getValue(), findings);
        }
      });
    }
    return findings;
  }

  /** Values inside of an argument have roles of their own. */
  private static void checkInside(
      GuardRequest request, ObjectNode arguments, List<Finding> findings) {
    for (Leaf leaf : Leaf.of(arguments, request.declaration().roles())) {
      boolean inside = leaf.pointer().indexOf('/', 1) > 0;
      if (inside && !leaf.isName() && PLAIN.contains(leaf.role())) {
        fault(leaf.role(), leaf.value())
            .ifPresent(text -> findings.add(
                deny(DefaultRule.PLAIN_ARGUMENT, "AMBIGUOUS_ARGUMENT", leaf.pointer(), text)));
      }
    }
  }

  /** Some servers read names without regard to case: of {@code to} and {@code TO} nobody knows which one counts. */
  private static void checkTwins(
      Set<String> declared, ObjectNode arguments, List<Finding> findings) {
    Map<String, String> seen = new HashMap<>();
    declared.stream()
        .filter(name -> name.indexOf('/') < 0)
        .forEach(name -> seen.put(Normal.form(name), name));
    arguments.fieldNames().forEachRemaining(name -> {
      String twin = seen.putIfAbsent(Normal.form(name), name);
      if (twin != null && !twin.equals(name)) {
        findings.add(deny(
            DefaultRule.PLAIN_ARGUMENT,
            "AMBIGUOUS_ARGUMENT",
            Leaf.pointer("", name),
            "has a name that some servers take for '" + Visible.escape(twin) + "'"));
      }
    });
  }

  private void checkNames(ToolRef tool, String at, JsonNode node, List<Finding> findings) {
    node.properties().forEach(field -> {
      String pointer = Leaf.pointer(at, field.getKey());
      String name = Normal.form(field.getKey());
      if (POLLUTING.contains(name) && policy.has(DefaultRule.POLLUTING_KEY)) {
        findings.add(deny(
            DefaultRule.POLLUTING_KEY,
            "POLLUTING_KEY",
            pointer,
            "is a key that some servers execute"));
      }
      if (isReserved(name)
          && policy.has(DefaultRule.RESERVED_ARGUMENT)
          && !accepts(tool, field.getKey())) {
        findings.add(deny(
            DefaultRule.RESERVED_ARGUMENT,
            "RESERVED_ARGUMENT",
            pointer,
            "has a name that only the runtime may fill; acceptArgument(...) makes an exception"));
      }
      checkNames(tool, pointer, field.getValue(), findings);
    });
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        checkNames(tool, at + "/" + i, node.get(i), findings);
      }
    }
  }

  private static boolean isReserved(String name) {
    String bare = name.replaceAll("[^\\p{L}\\p{N}]", "");
    return RESERVED.contains(bare)
        || (bare.endsWith("id") && RESERVED.contains(bare.substring(0, bare.length() - 2)));
  }

  private boolean accepts(ToolRef tool, String argument) {
    return policy.accepted().stream()
        .anyMatch(name -> name.argument().equals(argument) && name.pattern().matches(tool));
  }

  private static void checkPlain(
      ArgumentRole role, String pointer, JsonNode node, List<Finding> findings) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        JsonNode child = node.get(i);
        Optional<String> fault =
            child.isArray() ? Optional.of("is a list in a list") : fault(role, child);
        String at = pointer + "/" + i;
        fault.ifPresent(
            text -> findings.add(deny(DefaultRule.PLAIN_ARGUMENT, "AMBIGUOUS_ARGUMENT", at, text)));
      }
    } else {
      fault(role, node)
          .ifPresent(text ->
              findings.add(deny(DefaultRule.PLAIN_ARGUMENT, "AMBIGUOUS_ARGUMENT", pointer, text)));
    }
  }

  private static Optional<String> fault(ArgumentRole role, JsonNode value) {
    if (value.isObject()) {
      return Optional.of("is an object where one value is expected");
    }
    if (!value.isTextual()) {
      return Optional.empty();
    }
    String text = value.textValue();
    if (Invisible.in(text)) {
      return Optional.of("holds invisible or reordering characters");
    }
    return role == ArgumentRole.DESTINATION || role == ArgumentRole.URL
        ? Destinations.fault(text)
        : Optional.empty();
  }

  private static Finding deny(DefaultRule rule, String code, String pointer, String text) {
    return Finding.deny(
        rule.id(), code, REFUSAL, "argument " + Visible.escape(pointer) + " " + text);
  }
}
