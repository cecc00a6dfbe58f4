package io.harden4j.guard.policy;

import static io.harden4j.guard.policy.ToolDocuments.orEmpty;

import io.harden4j.guard.ArgumentRules;
import io.harden4j.guard.NumberRule;
import io.harden4j.guard.TextRule;
import io.harden4j.guard.policy.PolicyDocument.Argument;

/** Writes the demands on one argument. */
final class Demands {
  private Demands() {}

  static void write(Places places, String id, String name, Argument a, ArgumentRules rules) {
    boolean numeric = a.atLeast() != null || a.atMost() != null;
    boolean textual = a.equalTo() != null
        || a.oneOf() != null
        || a.startsWith() != null
        || a.endsWith() != null
        || a.like() != null
        || a.maxLength() != null
        || a.emailAt() != null;
    String type = a.type() == null ? (numeric ? "number" : "text") : a.type();
    boolean fits = type.equals("number") ? !textual : type.equals("text") && !numeric;
    if (!fits) {
      throw places.fault(
          id,
          0,
          "argument '" + name + "' of rule '" + id
              + "' is of type number (atLeast, atMost) or of type text (the other demands), not both");
    }
    if (a.otherwise() != null && !a.otherwise().equals("ask")) {
      throw places.fault(
          id, 0, "argument '" + name + "' of rule '" + id + "': otherwise is \"ask\" or left out");
    }
    if (type.equals("number")) {
      number(a, rules.number(name));
    } else {
      text(a, rules.text(name));
    }
  }

  private static void number(Argument a, NumberRule rule) {
    if (a.atLeast() != null) {
      rule.atLeast(a.atLeast());
    }
    if (a.atMost() != null) {
      rule.atMost(a.atMost());
    }
    if (Boolean.TRUE.equals(a.absent())) {
      rule.absent();
    }
    if (Boolean.TRUE.equals(a.optional())) {
      rule.orAbsent();
    }
    if (a.otherwise() != null) {
      rule.elseAsk();
    }
  }

  private static void text(Argument a, TextRule rule) {
    if (a.equalTo() != null) {
      rule.equalTo(a.equalTo());
    }
    if (a.oneOf() != null) {
      rule.oneOf(orEmpty(a.oneOf()).toArray(String[]::new));
    }
    if (a.startsWith() != null) {
      rule.startsWith(a.startsWith());
    }
    if (a.endsWith() != null) {
      rule.endsWith(a.endsWith());
    }
    if (a.like() != null) {
      rule.like(a.like());
    }
    if (a.maxLength() != null) {
      rule.maxLength(a.maxLength());
    }
    if (a.emailAt() != null) {
      rule.emailAt(orEmpty(a.emailAt()).toArray(String[]::new));
    }
    if (Boolean.TRUE.equals(a.absent())) {
      rule.absent();
    }
    if (Boolean.TRUE.equals(a.optional())) {
      rule.orAbsent();
    }
    if (a.otherwise() != null) {
      rule.elseAsk();
    }
  }
}
