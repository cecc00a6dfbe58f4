package io.harden4j.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Demands on the arguments of a call, on their canonical form. An argument is named by its top-level name, or by a JSON pointer that begins with
 * {@code /}. Used inside a lambda of {@link RoleBuilder#may}; not thread-safe.
 */
public final class ArgumentRules {
  private final List<ArgumentRule<?>> rules = new ArrayList<>();
  private Optional<Set<String>> known = Optional.empty();

  ArgumentRules() {}

  /** Demands a JSON number; text that looks like one is denied. */
  public NumberRule number(String argument) {
    NumberRule rule = new NumberRule(this, pointer(argument));
    rules.add(rule);
    return rule;
  }

  /** Demands a JSON string. */
  public TextRule text(String argument) {
    TextRule rule = new TextRule(this, pointer(argument));
    rules.add(rule);
    return rule;
  }

  /** Demands that there are no other top-level arguments than these. */
  public ArgumentRules only(String... arguments) {
    known = Optional.of(new TreeSet<>(Set.of(arguments)));
    return this;
  }

  private static String pointer(String argument) {
    if (argument.isBlank()) {
      throw new InvalidPolicyException("an argument's name is blank; name the argument");
    }
    return argument.startsWith("/") ? argument : Leaf.pointer("", argument);
  }

  List<ArgumentCheck> checks() {
    List<ArgumentCheck> checks = new ArrayList<>();
    rules.forEach(rule -> checks.add(rule.toCheck()));
    return checks;
  }

  Optional<Set<String>> known() {
    return known;
  }
}
