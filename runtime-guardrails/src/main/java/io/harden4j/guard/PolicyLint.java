package io.harden4j.guard;

import io.harden4j.tool.GuardedTool;
import java.util.ArrayList;
import java.util.List;

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
    if (!tools.isEmpty()) {
      policy.rules().forEach(rule -> compare(policy, rule, tools, faults));
    }
    return faults;
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
      Policy policy, RoleRule rule, List<GuardedTool> tools, List<String> faults) {
    if (tools.stream().noneMatch(tool -> rule.pattern().matches(tool.ref()))) {
      faults.add(rule.id() + " fits none of the tools "
          + tools.stream().map(t -> t.ref().qualifiedName()).sorted().toList());
    }
    boolean permits = rule.kind() != RoleRule.Kind.MAY_NOT && !rule.pattern().isExact();
    if (!permits || !policy.has(DefaultRule.NO_WILDCARD_ON_GRAVE_SINK)) {
      return;
    }
    tools.stream()
        .filter(
            tool -> Policy.isGrave(tool.declaration().sink()) && rule.pattern().matches(tool.ref()))
        .filter(tool -> policy.rules().stream()
            .noneMatch(r -> r.role().equals(rule.role())
                && r.pattern().isExact()
                && r.pattern().matches(tool.ref())))
        .forEach(
            tool -> faults.add(rule.id() + " covers " + tool.ref().qualifiedName() + ", which can "
                + tool.declaration().sink() + "; a wildcard never permits that. Write"
                + " mayAfterApproval(\"" + tool.ref().qualifiedName() + "\") or mayNot of it"));
  }
}
