package io.harden4j.guard.policy;

import static io.harden4j.guard.policy.ToolDocuments.orEmpty;

import io.harden4j.guard.Approval;
import io.harden4j.guard.ArgumentRules;
import io.harden4j.guard.DefaultRule;
import io.harden4j.guard.GuardBuilder;
import io.harden4j.guard.InvalidPolicyException;
import io.harden4j.guard.RoleBuilder;
import io.harden4j.guard.policy.PolicyDocument.Approver;
import io.harden4j.guard.policy.PolicyDocument.Condition;
import io.harden4j.guard.policy.PolicyDocument.Defaults;
import io.harden4j.guard.policy.PolicyDocument.Rule;
import io.harden4j.tool.RecordMark;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a document into a builder, line by line. */
final class PolicyCompiler {
  private final PolicyDocument document;
  private final Places places;
  private final GuardBuilder builder;
  private final Set<String> obligations;

  PolicyCompiler(
      PolicyDocument document, String text, GuardBuilder builder, Set<String> obligations) {
    this.document = document;
    this.places = new Places(text);
    this.builder = builder;
    this.obligations = obligations;
  }

  void compile() {
    ToolDocuments.orEmpty(document.roles()).forEach((role, of) -> {
      RoleBuilder line = builder.role(role);
      if (of != null) {
        orEmpty(of.inherits()).forEach(line::inherits);
      }
    });
    Defaults defaults = document.defaults();
    if (defaults != null) {
      defaults(defaults);
    }
    Set<String> ids = new HashSet<>();
    for (Rule rule : orEmpty(document.rules())) {
      String id = places.required(rule.id(), "rules", "id");
      if (!ids.add(id)) {
        throw places.fault(
            id, 1, "the rule id '" + id + "' stands twice; give the second rule another");
      }
      at(id, () -> rule(id, rule));
    }
    LimitsAndTrust more = new LimitsAndTrust(places, builder);
    orEmpty(document.quotas()).forEach(quota -> at("quotas", () -> more.quota(quota)));
    if (document.endorsements() != null) {
      builder.onlyEndorsable();
      orEmpty(document.endorsements())
          .forEach(trusted -> at("endorsements", () -> more.endorsement(trusted)));
    }
    orEmpty(document.forbidden())
        .forEach(pattern -> at("forbidden", () -> builder.nobodyMay(pattern)));
  }

  /** Adds the line to what a part of the policy refuses. */
  private void at(String id, Runnable part) {
    try {
      part.run();
    } catch (InvalidPolicyException e) {
      throw places.fault(id, 0, "in '" + id + "': " + e.getMessage());
    }
  }

  private void defaults(Defaults defaults) {
    orEmpty(defaults.off())
        .forEach(rule -> builder.without(places.constant(DefaultRule.class, rule, "off")));
    at(
        "mailDomains",
        () -> builder.mailDomains(orEmpty(defaults.mailDomains()).toArray(String[]::new)));
    orEmpty(defaults.acceptArguments())
        .forEach((tool, names) ->
            names.forEach(name -> at(tool, () -> builder.acceptArgument(tool, name))));
    Approver approver = defaults.approver();
    if (approver != null) {
      builder.approvals(by -> approval(by, approver, "defaults"));
    }
  }

  private void rule(String id, Rule rule) {
    RoleBuilder role = builder.role(places.required(rule.role(), id, "role"));
    long verdicts = Stream.of(rule.allow(), rule.ask(), rule.deny())
        .filter(Objects::nonNull)
        .count();
    if (verdicts != 1) {
      throw places.fault(
          id, 0, "rule '" + id + "' needs exactly one of allow, ask and deny, each with a pattern");
    }
    String denied = rule.deny();
    if (denied != null) {
      role.mayNot(denied);
      return;
    }
    String asked = rule.ask();
    if (asked != null) {
      role.mayAfterApproval(
          asked, by -> approval(by, rule.approver(), id), a -> demands(id, rule, a));
    } else {
      role.may(Objects.requireNonNull(rule.allow()), a -> demands(id, rule, a));
    }
    orEmpty(rule.governors()).forEach(role::checkedBy);
    orEmpty(rule.obligations()).forEach(condition -> oblige(id, role, condition));
  }

  private void oblige(String id, RoleBuilder role, Condition condition) {
    String name = places.required(condition.name(), id, "name");
    if (!obligations.contains(name) && !name.equals(RecordMark.OBLIGATION)) {
      throw places.fault(
          id,
          0,
          "rule '" + id + "' obliges to '" + name
              + "', for which there is no handler; give the runtime one with obligation(\"" + name
              + "\", ...). Known: " + new TreeSet<>(obligations));
    }
    role.obliged(name, orEmpty(condition.parameters()));
  }

  private void demands(String id, Rule rule, ArgumentRules arguments) {
    for (Map.Entry<String, PolicyDocument.Argument> entry :
        orEmpty(rule.arguments()).entrySet()) {
      Demands.write(
          places,
          id,
          entry.getKey(),
          places.required(entry.getValue(), id, "arguments"),
          arguments);
    }
    if (rule.only() != null) {
      arguments.only(rule.only().toArray(String[]::new));
    }
  }

  private Approval approval(Approval start, @Nullable Approver approver, String at) {
    if (approver == null) {
      return start;
    }
    Approval changed = approver.role() == null ? start : start.role(approver.role());
    if (approver.within() != null) {
      changed = changed.within(duration(approver.within(), at));
    }
    if (approver.people() != null) {
      changed = changed.people(approver.people());
    }
    return Boolean.TRUE.equals(approver.notThePrincipal()) ? changed.notThePrincipal() : changed;
  }

  private Duration duration(String text, String at) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw places.fault(at, 0, "'" + text + "' is no duration; write it like PT30M, PT4H or P1D");
    }
  }
}
