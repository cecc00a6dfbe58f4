package io.harden4j.guard;

import io.harden4j.checkpoint.Digests;
import io.harden4j.guard.quota.Quota;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Everything the guard knows. Immutable; its text is canonical: the order in which the lines were written does not matter to a verdict, so not here. */
record Policy(
    List<RoleRule> rules,
    List<ToolPattern> forbidden,
    Set<DefaultRule> off,
    Set<AcceptedName> accepted,
    Set<String> domains,
    Map<String, Set<String>> parents,
    Map<String, ToolDeclaration> declared,
    Map<String, Guard> governors,
    Approval approval,
    boolean onlyDeclared,
    List<Quota> quotas,
    Optional<Endorsable> endorsable) {

  /** A reserved name that a tool may have as an argument all the same. */
  record AcceptedName(ToolPattern pattern, String argument) {
    String render() {
      return "argument " + Visible.quote(argument) + " accepted in " + pattern;
    }
  }

  Policy {
    rules = List.copyOf(rules);
    forbidden = List.copyOf(forbidden);
    off = Set.copyOf(off);
    accepted = Set.copyOf(accepted);
    domains = Set.copyOf(domains);
    parents = Map.copyOf(parents);
    declared = Map.copyOf(declared);
    governors = Map.copyOf(governors);
    quotas = List.copyOf(quotas);
  }

  /** Returns the quotas that count calls of a tool, as conditions. */
  List<Obligation> quotas(ToolRef tool) {
    return quotas.stream()
        .filter(quota -> quota.covers(tool.qualifiedName()))
        .map(Quota::obligation)
        .toList();
  }

  boolean has(DefaultRule rule) {
    return !off.contains(rule);
  }

  static boolean isGrave(Sink sink) {
    return sink == Sink.GRANT || sink == Sink.EXECUTE;
  }

  /** Says whether a rule speaks about a tool; a permission by wildcard does not reach grave sinks. */
  boolean covers(RoleRule rule, ToolRef tool, Sink sink) {
    boolean reaches = rule.kind() == RoleRule.Kind.MAY_NOT
        || rule.pattern().isExact()
        || !isGrave(sink)
        || !has(DefaultRule.NO_WILDCARD_ON_GRAVE_SINK);
    return reaches && rule.pattern().matches(tool);
  }

  /** Returns these roles and all that they inherit, in order. */
  SortedSet<String> withInherited(Set<String> roles) {
    SortedSet<String> all = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(roles);
    while (!open.isEmpty()) {
      String role = open.pop();
      if (all.add(role)) {
        open.addAll(parents.getOrDefault(role, Set.of()));
      }
    }
    return all;
  }

  Set<String> roles() {
    return rules.stream().map(RoleRule::role).collect(Collectors.toCollection(TreeSet::new));
  }

  String text() {
    Set<String> lines = new TreeSet<>();
    rules.forEach(rule -> lines.add(rule.render()));
    forbidden.forEach(pattern -> lines.add("nobody may " + pattern));
    accepted.forEach(name -> lines.add(name.render()));
    domains.forEach(domain -> lines.add("mail domain of the tenant " + Visible.quote(domain)));
    parents.forEach((role, of) -> new TreeSet<>(of)
        .forEach(parent ->
            lines.add("role " + Visible.quote(role) + " inherits " + Visible.quote(parent))));
    declared.forEach((tool, what) -> lines.add("tool " + tool + " is " + DeclarationText.of(what)));
    quotas.forEach(
        quota -> lines.add("quota " + Visible.quote(quota.name()) + " of " + quota.limit()
            + " " + quota.of() + " in " + quota.window() + " for each " + quota.scope() + " of "
            + Visible.quote(quota.tools())));
    endorsable.ifPresent(of -> lines.addAll(of.lines()));
    List<String> all = new ArrayList<>(List.of("harden4j policy, format 1"));
    all.addAll(lines);
    all.add("questions of default rules: " + approval.render());
    for (DefaultRule rule : EnumSet.allOf(DefaultRule.class)) {
      all.add("default rule " + rule.id() + (has(rule) ? "" : " OFF"));
    }
    if (onlyDeclared) {
      all.add("tools that are not declared here are denied");
    }
    all.add("everything else is denied");
    return String.join("\n", all) + "\n";
  }

  String hash() {
    return Digests.sha256(text());
  }
}
