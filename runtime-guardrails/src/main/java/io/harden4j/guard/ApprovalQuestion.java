package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.label.Integrity;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import java.util.List;

/**
 * What a human is asked: plain text in which the values of arguments cannot pose as anything else. Each value stands on a line of its own in quotes,
 * with invisible characters spelled out. Where the value is untrusted that stands beside it, and the parts of it that untrusted texts hold word by word stand
 * between {@code \u27e6} and {@code \u27e7}.
 */
final class ApprovalQuestion {
  private static final UntrustedSpans NONE = new UntrustedSpans(List.of());

  private ApprovalQuestion() {}

  static String text(GuardRequest request, List<Leaf> leaves, List<Finding> reasons) {
    StringBuilder out = new StringBuilder("May ");
    out.append(Visible.escape(request.call().tool().qualifiedName()));
    out.append(" (").append(request.declaration().sink()).append(") be called for ");
    out.append(Visible.escape(request.principal().describe())).append('?');
    UntrustedSpans untrusted = new UntrustedSpans(request.sources());
    int start = out.length();
    leaves.stream()
        .filter(leaf -> !leaf.isName())
        .forEach(leaf -> out.append("\n  ").append(line(request, leaf, untrusted)));
    if (out.indexOf(String.valueOf(Visible.BEGIN), start) >= 0) {
      out.append("\n  (" + Visible.BEGIN + "..." + Visible.END
          + " stands in text that anybody could have written, and in nothing that the user wrote)");
    }
    JsonNode arguments = request.call().arguments().tree();
    empty("", arguments, out);
    if (arguments.isEmpty()) {
      out.append("\n  (without arguments)");
    }
    reasons.forEach(reason -> out.append("\nBecause ")
        .append(reason.reason())
        .append(" [")
        .append(Visible.escape(reason.rule()))
        .append(']'));
    return out.toString();
  }

  /** Shows what holds no value: its name is sent as well. */
  private static void empty(String pointer, JsonNode node, StringBuilder out) {
    if (node.isNull() || (node.isContainerNode() && node.isEmpty() && !pointer.isEmpty())) {
      out.append("\n  ")
          .append(Visible.escape(pointer.substring(1)))
          .append(" = ")
          .append(node);
    }
    node.properties()
        .forEach(field -> empty(Leaf.pointer(pointer, field.getKey()), field.getValue(), out));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      empty(pointer + "/" + i, node.get(i), out);
    }
  }

  private static String line(GuardRequest request, Leaf leaf, UntrustedSpans untrusted) {
    return Visible.escape(leaf.pointer().substring(1)) + " = "
        + (isUntrusted(request, leaf)
            ? value(leaf, untrusted) + "   <- untrusted"
            : value(leaf, NONE));
  }

  private static String value(Leaf leaf, UntrustedSpans untrusted) {
    if (leaf.role() == ArgumentRole.SECRET) {
      return "(a secret)";
    }
    return leaf.value().isTextual() ? Visible.show(leaf.text(), untrusted) : leaf.text();
  }

  private static boolean isUntrusted(GuardRequest request, Leaf leaf) {
    return !request.argument(leaf.pointer()).atLeast(Integrity.TRUSTED_TOOL);
  }
}
