package io.harden4j.guard;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A call to be judged: ana of acme, role agent, a thread tainted by one passage. Immutable. */
record Scene(
    Principal principal,
    String server,
    String tool,
    ToolDeclaration declaration,
    String json,
    Label control,
    Map<String, Label> labels) {
  static final Principal ANA = Principal.of("ana", "acme", "agent");
  static final Label USER = Label.user(ANA);
  static final Label PAGE = Label.untrusted("doc:returns.md");
  static final Label DATABASE = Label.trustedTool("tool:orders.find_order");

  static Scene call(String tool, Sink sink, String json) {
    int dot = tool.indexOf('.');
    return new Scene(
        ANA,
        tool.substring(0, dot),
        tool.substring(dot + 1),
        ToolDeclaration.of(sink),
        json,
        PAGE,
        Map.of());
  }

  Scene as(String... roles) {
    return new Scene(ANA.withRoles(roles), server, tool, declaration, json, control, labels);
  }

  Scene under(Label newControl) {
    return new Scene(principal, server, tool, declaration, json, newControl, labels);
  }

  Scene argument(String name, ArgumentRole role) {
    return new Scene(
        principal, server, tool, declaration.argument(name, role), json, control, labels);
  }

  Scene labels(Map<String, Label> newLabels) {
    return new Scene(principal, server, tool, declaration, json, control, newLabels);
  }

  Scene sending(String newJson) {
    return new Scene(principal, server, tool, declaration, newJson, control, labels);
  }

  /** Labels the arguments by what the user and a page say. */
  Scene grounded(String userText, String pageText) {
    return labels(Grounding.of(
        CanonicalArguments.parse(json),
        declaration.roles(),
        List.of(Labeled.of(userText, USER), Labeled.of(pageText, PAGE)),
        control));
  }

  GuardRequest request() {
    return new GuardRequest(
        principal,
        new RunId("run-1"),
        new ThreadKey("acme", "thread-1"),
        "act",
        new ToolCall(new ToolRef(server, tool, ""), CanonicalArguments.parse(json)),
        declaration,
        control,
        labels,
        List.of(),
        Instant.parse("2026-11-22T10:00:00Z"));
  }

  Decision judgedBy(Guard guard) {
    return guard.decide(request());
  }

  /** Returns {@code ALLOW}, {@code ASK} or {@code DENY}, with the rule behind it. */
  static String verdict(Decision decision) {
    return decision.fold(a -> "ALLOW", d -> "DENY", q -> "ASK") + " " + decision.rule();
  }

  static String kind(Decision decision) {
    return decision.fold(a -> "ALLOW", d -> "DENY " + d.code(), q -> "ASK");
  }
}
