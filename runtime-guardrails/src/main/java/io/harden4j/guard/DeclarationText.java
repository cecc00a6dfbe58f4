package io.harden4j.guard;

import io.harden4j.tool.ResultShape;
import io.harden4j.tool.SinkRule;
import io.harden4j.tool.ToolDeclaration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A declaration as one line, the same for equal declarations: a part of a policy's text and hash. */
final class DeclarationText {
  private DeclarationText() {}

  static String of(ToolDeclaration declaration) {
    StringBuilder out = new StringBuilder(declaration.sink().name());
    new TreeMap<>(declaration.roles())
        .forEach((name, role) ->
            out.append("; ").append(Visible.quote(name)).append(" is ").append(role));
    for (SinkRule rule : declaration.rises()) {
      out.append("; rises to ")
          .append(rule.to())
          .append(" by ")
          .append(Visible.quote(rule.argument()));
      out.append(rule.harmless().isEmpty() ? "" : " unless " + new TreeSet<>(rule.harmless()));
    }
    ResultShape shape = declaration.shape();
    out.append("; result ").append(declaration.result());
    out.append(
        shape.readers().everyone()
            ? ""
            : " for " + new TreeSet<>(shape.readers().ids()));
    out.append(shape.hasRecords() ? records(shape) : "").append(shape.held() ? ", held" : "");
    return out.toString();
  }

  private static String records(ResultShape shape) {
    return ", records named by " + new TreeSet<>(shape.named()) + " vouch for "
        + new TreeSet<>(shape.vouched());
  }

  /** Returns the graver of two declarations of one tool, with the arguments of both: the policy's where they differ. */
  static ToolDeclaration graver(ToolDeclaration tools, ToolDeclaration policys) {
    ToolDeclaration merged = policys;
    for (Map.Entry<String, io.harden4j.tool.ArgumentRole> role : tools.roles().entrySet()) {
      if (!policys.roles().containsKey(role.getKey())) {
        merged = merged.argument(role.getKey(), role.getValue());
      }
    }
    return tools.sink().compareTo(policys.sink()) > 0 ? merged.sink(tools.sink()) : merged;
  }
}
