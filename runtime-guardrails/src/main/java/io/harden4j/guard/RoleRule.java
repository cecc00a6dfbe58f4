package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.guard.ArgumentCheck.Fault;
import io.harden4j.tool.Obligation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One line of a policy: what a role may do with the tools of a pattern. */
record RoleRule(
    String role,
    Kind kind,
    ToolPattern pattern,
    Approval approval,
    List<ArgumentCheck> checks,
    Optional<Set<String>> known,
    List<Obligation> obligations,
    List<String> governors) {
  enum Kind {
    MAY("may"),
    AFTER_APPROVAL("may after approval"),
    MAY_NOT("may not");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  static RoleRule of(
      String role, Kind kind, ToolPattern pattern, Approval approval, ArgumentRules a) {
    return new RoleRule(
        role, kind, pattern, approval, List.copyOf(a.checks()), a.known(), List.of(), List.of());
  }

  RoleRule with(List<Obligation> conditions, List<String> checkedBy) {
    return new RoleRule(
        role,
        kind,
        pattern,
        approval,
        checks,
        known,
        List.copyOf(conditions),
        List.copyOf(checkedBy));
  }

  List<Fault> faults(JsonNode arguments) {
    List<Fault> faults = new ArrayList<>();
    checks.forEach(check -> check.check(arguments).ifPresent(faults::add));
    known.ifPresent(names -> {
      Set<String> others = new TreeSet<>();
      arguments.fieldNames().forEachRemaining(others::add);
      others.removeAll(names);
      others.forEach(name -> faults.add(
          new Fault("argument " + Visible.quote(name) + " is not among " + names, false)));
    });
    return faults;
  }

  /** Names the rule in traces and in the audit trail. */
  String id() {
    return role + "/" + kind.text.replace(' ', '-') + "/" + pattern;
  }

  String render() {
    StringBuilder out = new StringBuilder("role ").append(Visible.quote(role));
    out.append(' ').append(kind.text).append(' ').append(pattern);
    if (kind == Kind.AFTER_APPROVAL) {
      out.append(" by ").append(approval.render());
    }
    checks.forEach(check -> out.append("; ").append(check.render()));
    known.ifPresent(names -> {
      out.append("; only");
      names.forEach(name -> out.append(' ').append(Visible.quote(name)));
    });
    governors.forEach(governor -> out.append("; checked by ").append(Visible.quote(governor)));
    obligations.forEach(o -> out.append("; obliges to ")
        .append(Visible.quote(o.name()))
        .append(' ')
        .append(new TreeMap<>(o.parameters())));
    return out.toString();
  }
}
