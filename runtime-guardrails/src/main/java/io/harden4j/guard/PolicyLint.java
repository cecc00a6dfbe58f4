package io.harden4j.guard;

import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds lines of a policy that cannot mean what they say. */
final class PolicyLint {
  private PolicyLint() {}

  static List<String> faults(Policy policy, List<GuardedTool> tools) {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < policy.rules().size(); i++) {
      for (RoleRule other : policy.rules().subList(i + 1, policy.rules().size())) {
        contradiction(policy.rules().get(i), other, faults);
      }
    }
    Map<String, Known> known = new TreeMap<>();
    policy.declared().forEach((name, what) -> known.put(name, Known.of(name, what.sink())));
    tools.forEach(tool -> known.put(
        tool.ref().qualifiedName(), new Known(tool.ref(), tool.declaration().sink())));
    if (!known.isEmpty()) {
      policy.rules().forEach(rule -> compare(policy, rule, known.values(), faults));
    }
    policy.rules().forEach(rule -> unknownGovernors(policy, rule, faults));
    cycles(policy, faults);
    return faults;
  }

  private record Known(ToolRef ref, Sink sink) {
    static Known of(String name, Sink sink) {
      int dot = name.indexOf('.');
      return new Known(new ToolRef(name.substring(0, dot), name.substring(dot + 1), ""), sink);
    }
  }

  private static void unknownGovernors(Policy policy, RoleRule rule, List<String> faults) {
    rule.governors().stream()
        .filter(name -> !policy.governors().containsKey(name))
        .forEach(name -> faults.add(rule.id() + " is checked by the unknown governor '"
            + Visible.escape(name) + "'; register it with governor(\"" + Visible.escape(name)
            + "\", ...). Known: " + new TreeSet<>(policy.governors().keySet())));
  }

  private static void cycles(Policy policy, List<String> faults) {
    for (String role : new TreeSet<>(policy.parents().keySet())) {
      Set<String> above = policy.withInherited(policy.parents().getOrDefault(role, Set.of()));
      if (above.contains(role)) {
        faults.add("role '" + Visible.escape(role)
            + "' inherits itself; take out one of the lines between " + above);
      }
      above.stream()
          .filter(
              parent -> !policy.roles().contains(parent) && !policy.parents().containsKey(parent))
          .forEach(parent -> faults.add("role '" + Visible.escape(role) + "' inherits '"
              + Visible.escape(parent) + "', of which no line speaks; correct the name"));
    }
  }

  private static void contradiction(RoleRule a, RoleRule b, List<String> faults) {
    boolean both = a.kind() == RoleRule.Kind.AFTER_APPROVAL
        && b.kind() == a.kind()
        && a.role().equals(b.role())
        && a.pattern().equals(b.pattern());
    if (both && !a.approval().equals(b.approval())) {
      faults.add("role '" + a.role() + "' needs two different approvals for " + a.pattern()
          + "; keep one of them");
    }
    if (a.kind() != b.kind() && a.role().equals(b.role()) && a.pattern().equals(b.pattern())) {
      faults.add("role '" + a.role() + "' has two verdicts for " + a.pattern() + "; the stricter"
          + " one would always win, so remove the other");
    }
  }

  private static void compare(
      Policy policy, RoleRule rule, Collection<Known> tools, List<String> faults) {
    if (tools.stream().noneMatch(tool -> rule.pattern().matches(tool.ref()))) {
      faults.add(rule.id() + " fits none of the tools "
          + tools.stream().map(t -> t.ref().qualifiedName()).sorted().toList());
    }
    boolean permits = rule.kind() != RoleRule.Kind.MAY_NOT && !rule.pattern().isExact();
    if (!permits || !policy.has(DefaultRule.NO_WILDCARD_ON_GRAVE_SINK)) {
      return;
    }
    tools.stream()
        .filter(tool -> Policy.isGrave(tool.sink()) && rule.pattern().matches(tool.ref()))
        .filter(tool -> policy.rules().stream()
            .noneMatch(r -> r.role().equals(rule.role())
                && r.pattern().isExact()
                && r.pattern().matches(tool.ref())))
        .forEach(
            tool -> faults.add(rule.id() + " covers " + tool.ref().qualifiedName() + ", which can "
                + tool.sink() + "; a wildcard never permits that. Write"
                + " mayAfterApproval(\"" + tool.ref().qualifiedName() + "\") or mayNot of it"));
  }
}
