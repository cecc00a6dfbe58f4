package io.harden4j.guard;

import io.harden4j.label.Integrity;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import java.util.List;

/**
 * What a human is asked: plain text in which the values of arguments cannot pose as anything else. Each value stands on a line of its own in quotes,
 * with invisible characters spelled out and its origin beside it where that is untrusted.
 */
final class ApprovalQuestion {
  private ApprovalQuestion() {}

  static String text(GuardRequest request, List<Leaf> leaves, List<Finding> reasons) {
    StringBuilder out = new StringBuilder("May ");
    out.append(Visible.escape(request.call().tool().qualifiedName()));
    out.append(" (").append(request.declaration().sink()).append(") be called for ");
    out.append(Visible.escape(request.principal().describe())).append('?');
    leaves.forEach(leaf -> out.append("\n  ").append(line(request, leaf)));
    if (leaves.isEmpty()) {
      out.append("\n  (without arguments)");
    }
    reasons.forEach(reason -> out.append("\nBecause ")
        .append(reason.reason())
        .append(" [")
        .append(Visible.escape(reason.rule()))
        .append(']'));
    return out.toString();
  }

  private static String line(GuardRequest request, Leaf leaf) {
    return Visible.escape(leaf.pointer().substring(1)) + " = " + value(leaf)
        + origin(request, leaf);
  }

  private static String value(Leaf leaf) {
    if (leaf.role() == ArgumentRole.SECRET) {
      return "(a secret)";
    }
    return leaf.value().isTextual() ? Visible.show(leaf.text()) : leaf.text();
  }

  private static String origin(GuardRequest request, Leaf leaf) {
    boolean untrusted = !request.argument(leaf.pointer()).atLeast(Integrity.TRUSTED_TOOL);
    return untrusted ? "   <- untrusted" : "";
  }
}
