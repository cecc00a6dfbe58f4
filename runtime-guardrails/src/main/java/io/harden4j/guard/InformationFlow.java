package io.harden4j.guard;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Default rules on flows. They take the model for an attacker from the moment untrusted text had a hand in the call; what the text says does not
 * matter, only who could have written it.
 */
final class InformationFlow {
  private static final Set<Sink> CONSEQUENTIAL = EnumSet.of(
      Sink.WRITE_EXTERNAL, Sink.SPEND, Sink.DELETE, Sink.GRANT, Sink.EXECUTE, Sink.READ_EGRESS);
  private static final Set<ArgumentRole> ANCHORS = EnumSet.of(
      ArgumentRole.DESTINATION, ArgumentRole.IDENTIFIER, ArgumentRole.URL, ArgumentRole.PATH);

  private final Policy policy;

  InformationFlow(Policy policy) {
    this.policy = policy;
  }

  List<Finding> check(GuardRequest request, List<Leaf> leaves) {
    Sink sink = request.declaration().sink();
    List<Finding> findings = new ArrayList<>();
    if (Policy.isGrave(sink) && policy.has(DefaultRule.GRAVE_SINK_ASKS)) {
      findings.add(Finding.ask(
          DefaultRule.GRAVE_SINK_ASKS.id(), "a tool that can " + sink + " always asks"));
    }
    if (CONSEQUENTIAL.contains(sink) && isTainted(request, leaves)) {
      leaves.forEach(leaf -> checkLeaf(request, leaf, findings));
      if (policy.has(DefaultRule.NO_DESTINATION)
          && leaves.stream().noneMatch(l -> ANCHORS.contains(l.role()))) {
        findings.add(Finding.ask(
            DefaultRule.NO_DESTINATION.id(),
            "untrusted text led to this call, and nothing in it names what the user wanted"));
      }
    }
    return findings;
  }

  private static boolean isTainted(GuardRequest request, List<Leaf> leaves) {
    return !isTrusted(request.control())
        || leaves.stream().anyMatch(leaf -> !isTrusted(request.argument(leaf.pointer())));
  }

  private void checkLeaf(GuardRequest request, Leaf leaf, List<Finding> findings) {
    String argument = "argument " + Visible.escape(leaf.pointer());
    if (leaf.role() == ArgumentRole.SECRET && policy.has(DefaultRule.SECRET_STAYS)) {
      findings.add(Finding.deny(
          DefaultRule.SECRET_STAYS.id(),
          "SECRET_UNDER_UNTRUSTED_CONTROL",
          "A secret may not be sent here.",
          argument + " is a secret, and untrusted text led to this call"));
    }
    Label label = request.argument(leaf.pointer());
    if (!policy.has(DefaultRule.GROUNDED_ARGUMENT)
        || isTrusted(label)
        || !Grounding.GROUNDED.contains(leaf.role())) {
      return;
    }
    String reason =
        argument + " (" + leaf.role() + ") comes from untrusted text: neither the user nor a"
            + " trusted tool named it; " + origins(label);
    boolean payee =
        leaf.role() == ArgumentRole.DESTINATION && request.declaration().sink() == Sink.SPEND;
    findings.add(
        payee
            ? Finding.deny(
                DefaultRule.GROUNDED_ARGUMENT.id(),
                "UNGROUNDED_DESTINATION",
                "The receiver was not named by the user.",
                reason)
            : Finding.ask(DefaultRule.GROUNDED_ARGUMENT.id(), reason));
  }

  private static String origins(Label label) {
    return "origins " + label.origins().stream().sorted().map(Visible::escape).toList();
  }

  private static boolean isTrusted(Label label) {
    return label.atLeast(Integrity.TRUSTED_TOOL);
  }
}
