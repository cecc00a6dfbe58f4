package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.guard.ArgumentCheck.Fault;
import io.harden4j.guard.RoleRule.Kind;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the lines of a policy say: per role the strictest line, over all roles of the principal the most permissive role. */
final class Authorization {
  private static final String REFUSAL = "This tool may not be used here.";

  /** Verdict of one role: the rule that permits, and what stands against it. */
  record Verdict(
      String rule,
      Optional<Finding> finding,
      List<Obligation> obligations,
      List<String> governors) {
    Verdict(String rule, Optional<Finding> finding) {
      this(rule, finding, List.of(), List.of());
    }

    private int strictness() {
      return finding
          .map(f -> f.denies() ? 3 : f.approval().map(Approval::role).orElse("").isEmpty() ? 1 : 2)
          .orElse(0);
    }
  }

  private final Policy policy;
  private final Map<String, List<RoleRule>> lines = new HashMap<>();

  /** Sorts the lines by role and server once: a decision looks at those that can fit only. */
  Authorization(Policy policy) {
    this.policy = policy;
    Comparator<RoleRule> order = Comparator.comparing(
            (RoleRule rule) -> !rule.pattern().isExact())
        .thenComparing(RoleRule::render);
    policy.rules().stream().sorted(order).forEach(rule -> {
      String server = rule.pattern().server();
      lines
          .computeIfAbsent(
              key(rule.role(), server.endsWith("*") ? "*" : server), k -> new ArrayList<>())
          .add(rule);
    });
  }

  private static String key(String role, String server) {
    return role + '\n' + server;
  }

  /** Says what takes the tool away by name, whatever else is written: a line for everybody, or one in each role that speaks of it. */
  Optional<Finding> prohibition(GuardRequest request) {
    Verdict verdict = decide(request, request.call().arguments().tree());
    boolean named =
        verdict.rule().startsWith("nobody-may/") || verdict.rule().contains("/may-not/");
    return named ? verdict.finding() : Optional.empty();
  }

  Verdict decide(GuardRequest request, JsonNode arguments) {
    Optional<String> forbidden = policy.forbidden().stream()
        .filter(pattern -> pattern.matches(request.call().tool()))
        .map(ToolPattern::toString)
        .sorted()
        .findFirst();
    if (forbidden.isPresent()) {
      return deny("nobody-may/" + forbidden.get(), Denials.forbidden(request, forbidden.get()));
    }
    if (policy.onlyDeclared()
        && !policy.declared().containsKey(request.call().tool().qualifiedName())) {
      return deny("undeclared-tool", Denials.undeclared(request));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (String role : policy.withInherited(request.principal().roles())) {
      ofRole(role, request, arguments).ifPresent(verdicts::add);
    }
    return verdicts.stream()
        .min(Comparator.comparingInt(Verdict::strictness))
        .orElseGet(() -> deny("not-permitted", Denials.absent(policy, request)));
  }

  private Optional<Verdict> ofRole(String role, GuardRequest request, JsonNode arguments) {
    Sink sink = request.declaration().sink();
    List<RoleRule> fitting = new ArrayList<>();
    for (String server : List.of(request.call().tool().server(), "*")) {
      for (RoleRule rule : lines.getOrDefault(key(role, server), List.of())) {
        if (policy.covers(rule, request.call().tool(), sink)) {
          fitting.add(rule);
        }
      }
    }
    fitting.sort(Comparator.comparing(rule -> !rule.pattern().isExact()));
    Optional<RoleRule> no = first(fitting, Kind.MAY_NOT);
    if (no.isPresent()) {
      return Optional.of(deny(no.get().id(), Denials.takenOut(request, no.get())));
    }
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(permitted(fitting, request, arguments));
  }

  private Verdict permitted(List<RoleRule> lines, GuardRequest request, JsonNode arguments) {
    List<Finding> questions = new ArrayList<>();
    for (RoleRule line : lines) {
      for (Fault fault : line.faults(arguments)) {
        if (!fault.asks()) {
          return new Verdict(
              line.id(),
              Optional.of(Finding.deny(
                  line.id(),
                  "ARGUMENT_NOT_PERMITTED",
                  "These arguments are not permitted.",
                  Denials.faulty(request, line, fault))));
        }
        questions.add(Finding.ask(line.id(), fault.text(), policy.approval()));
      }
    }
    lines.stream()
        .filter(line -> line.kind() == Kind.AFTER_APPROVAL)
        .forEach(line -> questions.add(
            Finding.ask(line.id(), "the policy asks before this tool is used", line.approval())));
    return new Verdict(
        lines.get(0).id(),
        merge(questions),
        lines.stream().flatMap(line -> line.obligations().stream()).distinct().toList(),
        lines.stream().flatMap(line -> line.governors().stream()).distinct().toList());
  }

  /** One question for all: a named approver before anyone, the shortest time. An explicit approval stands before the default one. */
  private static Optional<Finding> merge(List<Finding> questions) {
    Comparator<Finding> explicit =
        Comparator.comparing(f -> !f.rule().contains("/may-after-approval/"));
    return questions.stream()
        .sorted(explicit)
        .reduce((a, b) -> Finding.ask(
            a.rule(),
            a.reason().equals(b.reason()) ? a.reason() : a.reason() + "; " + b.reason(),
            a.approval().orElse(Approval.DEFAULT).and(b.approval().orElse(Approval.DEFAULT))));
  }

  private static Optional<RoleRule> first(List<RoleRule> lines, Kind kind) {
    return lines.stream().filter(line -> line.kind() == kind).findFirst();
  }

  private static Verdict deny(String rule, String reason) {
    return new Verdict(rule, Optional.of(Finding.deny(rule, "NOT_PERMITTED", REFUSAL, reason)));
  }
}
