package io.harden4j.guard;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Default rules on what leaves with a call: links that nobody trusted named, and text that its receiver may not see. */
final class Outflow {
  private static final Set<Sink> EXTERNAL =
      EnumSet.of(Sink.WRITE_EXTERNAL, Sink.READ_EGRESS, Sink.SPEND, Sink.GRANT, Sink.EXECUTE);
  private static final Set<ArgumentRole> TEXT =
      EnumSet.of(ArgumentRole.CONTENT, ArgumentRole.NAME, ArgumentRole.QUERY);

  /** A fixed value of a schema is a word; a longer one could tell something. */
  private static final int LONGEST_CHOICE = 24;

  private static final int LONGEST_TIME = "2026-11-24T10:00:00".length();

  private final Policy policy;

  Outflow(Policy policy) {
    this.policy = policy;
  }

  void checkLinks(
      GuardRequest request, List<Leaf> leaves, Grounds grounds, List<Finding> findings) {
    if (!policy.has(DefaultRule.FOREIGN_LINK)) {
      return;
    }
    for (Leaf leaf : leaves) {
      boolean open = TEXT.contains(leaf.role())
          && leaf.value().isTextual()
          && !InformationFlow.isTrusted(request.argument(leaf.pointer()));
      if (open && Links.in(leaf.text()).stream().anyMatch(host -> !grounds.isKnownPlace(host))) {
        findings.add(Finding.ask(
            DefaultRule.FOREIGN_LINK.id(),
            "argument " + Visible.escape(leaf.pointer())
                + " holds a link to a place that neither the user nor a trusted tool named"));
      }
    }
  }

  void checkReaders(
      GuardRequest request, List<Leaf> leaves, Grounds grounds, List<Finding> findings) {
    if (!EXTERNAL.contains(request.declaration().sink())) {
      return;
    }
    Readers receivers = Receivers.of(request, leaves, policy);
    Label control = request.control();
    if (policy.has(DefaultRule.RULE_OF_TWO)
        && !InformationFlow.isTrusted(control)
        && !Receivers.maySee(control.readers(), receivers, request.principal())
        && !leaves.stream().allMatch(leaf -> isUsersChoice(request, leaf, grounds))) {
      findings.add(Finding.ask(
          DefaultRule.RULE_OF_TWO.id(),
          "this run has read untrusted and private text, the call reaches somebody who may not"
              + " see the private text, and not all of it is the user's own choice"));
    }
    if (policy.has(DefaultRule.CONFIDENTIAL)) {
      leaves.forEach(leaf -> checkReaders(request, leaf, receivers, grounds, findings));
    }
  }

  private static boolean isUsersChoice(GuardRequest request, Leaf leaf, Grounds grounds) {
    Label label = request.argument(leaf.pointer());
    return switch (leaf.role()) {
      case AMOUNT -> label.atLeast(Integrity.TRUSTED_TOOL);
      case IDENTIFIER, DESTINATION, PATH -> Grounds.isUsersChoice(label);
      default -> Grounds.isUsersChoice(label) || tellsNothing(leaf, grounds);
    };
  }

  private static void checkReaders(
      GuardRequest request, Leaf leaf, Readers receivers, Grounds grounds, List<Finding> findings) {
    Readers readers = request.argument(leaf.pointer()).readers();
    if (Receivers.maySee(readers, receivers, request.principal()) || tellsNothing(leaf, grounds)) {
      return;
    }
    String reason =
        "argument " + Visible.escape(leaf.pointer()) + " may hold what its receiver may not see";
    boolean nobody = !readers.everyone() && readers.ids().isEmpty();
    findings.add(
        nobody
            ? Finding.deny(
                DefaultRule.CONFIDENTIAL.id(),
                "CONFIDENTIAL",
                "This may not be sent.",
                reason + ": nobody may")
            : Finding.ask(DefaultRule.CONFIDENTIAL.id(), reason));
  }

  /** Says whether a leaf tells its receiver nothing but what the user wrote himself. An id, a sum or a receiver is no text; other rules see to them. */
  static boolean tellsNothing(Leaf leaf, Grounds grounds) {
    return switch (leaf.role()) {
      case IDENTIFIER, AMOUNT, DESTINATION, PATH -> true;
      case CHOICE -> leaf.text().length() <= LONGEST_CHOICE;
      case TIME -> isTime(leaf.text()) || grounds.isUsersText(leaf.text());
      case URL -> grounds.isUsersLink(leaf.text());
      case CONTENT, NAME, QUERY, SECRET ->
        (leaf.value().isBoolean() && !leaf.isInList()) || grounds.isUsersText(leaf.text());
    };
  }

  /** To the second at most: what is finer tells more than a time. */
  private static boolean isTime(String text) {
    if (text.length() > LONGEST_TIME) {
      return false;
    }
    try {
      String day = text.length() >= 10 ? text.substring(0, 10) : text;
      LocalDate.parse(day);
      return text.length() <= 10 || LocalTime.parse(text.substring(11).strip()) != null;
    } catch (DateTimeException noTime) {
      return false;
    }
  }
}
