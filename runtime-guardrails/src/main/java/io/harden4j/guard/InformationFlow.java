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
  private static final Set<ArgumentRole> DECISIVE = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.PATH,
      ArgumentRole.AMOUNT);

  private final Policy policy;
  private final LocalWrites local;
  private final Outflow outflow;

  InformationFlow(Policy policy) {
    this.policy = policy;
    this.local = new LocalWrites(policy);
    this.outflow = new Outflow(policy);
  }

  List<Finding> check(GuardRequest request, List<Leaf> leaves, Grounds grounds) {
    Sink sink = request.declaration().sink();
    List<Finding> findings = new ArrayList<>();
    if (Policy.isGrave(sink) && policy.has(DefaultRule.GRAVE_SINK_ASKS)) {
      findings.add(Finding.ask(
          DefaultRule.GRAVE_SINK_ASKS.id(), "a tool that can " + sink + " always asks"));
    }
    if (isTainted(request, leaves)) {
      if (CONSEQUENTIAL.contains(sink)) {
        checkConsequential(request, leaves, grounds, findings);
      } else if (sink == Sink.WRITE_LOCAL) {
        local.check(request, leaves, grounds, findings);
      }
      if (sink != Sink.READ) {
        outflow.checkLinks(request, leaves, grounds, findings);
      }
    }
    outflow.checkReaders(request, leaves, grounds, findings);
    return findings;
  }

  private void checkConsequential(
      GuardRequest request, List<Leaf> leaves, Grounds grounds, List<Finding> findings) {
    leaves.forEach(leaf -> checkLeaf(request, leaf, grounds, findings));
    if (policy.has(DefaultRule.NO_DESTINATION)
        && leaves.stream().noneMatch(l -> ANCHORS.contains(l.role()))) {
      findings.add(Finding.ask(
          DefaultRule.NO_DESTINATION.id(),
          "untrusted text led to this call, and nothing in it names what the user wanted"));
    }
  }

  private static boolean isTainted(GuardRequest request, List<Leaf> leaves) {
    return !isTrusted(request.control())
        || leaves.stream().anyMatch(leaf -> !isTrusted(request.argument(leaf.pointer())));
  }

  private void checkLeaf(GuardRequest request, Leaf leaf, Grounds grounds, List<Finding> findings) {
    String argument = "argument " + Visible.escape(leaf.pointer());
    boolean asksAnyway = Policy.isGrave(request.declaration().sink())
        && policy.has(DefaultRule.GRAVE_SINK_ASKS)
        && grounds.isUsersText(leaf.text());
    if (leaf.role() == ArgumentRole.SECRET && policy.has(DefaultRule.SECRET_STAYS) && !asksAnyway) {
      findings.add(Finding.deny(
          DefaultRule.SECRET_STAYS.id(),
          "SECRET_UNDER_UNTRUSTED_CONTROL",
          "A secret may not be sent here.",
          argument + " is a secret, and untrusted text led to this call"));
    }
    Label label = request.argument(leaf.pointer());
    if (!DECISIVE.contains(leaf.role())) {
      return;
    }
    if (!isTrusted(label)) {
      checkGrounded(request, leaf, argument, label, findings);
    } else if (isTarget(request, leaf)
        && policy.has(DefaultRule.TARGET_BY_USER)
        && !Grounds.isUsersChoice(label)) {
      findings.add(Finding.ask(
          DefaultRule.TARGET_BY_USER.id(),
          argument + " (" + leaf.role() + ") was not chosen by the user: a tool lists it, and"
              + " untrusted text led to this call"));
    }
  }

  /** Says whether a leaf decides what is lost or paid; a trusted list holds the wrong choices too. */
  private static boolean isTarget(GuardRequest request, Leaf leaf) {
    Sink sink = request.declaration().sink();
    return (sink == Sink.SPEND || sink == Sink.DELETE)
        && ANCHORS.contains(leaf.role())
        && !isTrusted(request.control());
  }

  private void checkGrounded(
      GuardRequest request, Leaf leaf, String argument, Label label, List<Finding> findings) {
    if (!policy.has(DefaultRule.GROUNDED_ARGUMENT)) {
      return;
    }
    String reason = argument + " (" + leaf.role()
        + ") comes from untrusted text: neither the user nor a trusted tool named it; "
        + origins(label);
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

  static boolean isTrusted(Label label) {
    return label.atLeast(Integrity.TRUSTED_TOOL);
  }
}
