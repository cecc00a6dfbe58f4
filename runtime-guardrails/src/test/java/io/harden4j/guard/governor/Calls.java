package io.harden4j.guard.governor;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
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

/** Requests of acme's ana under a guard that permits everything. */
final class Calls {
  static final Principal ANA = Principal.of("ana", "acme", "analyst");
  static final Guard PERMIT = request -> new Decision.Allow("permit", request.call(), List.of());
  static final Guard ASK =
      request -> new Decision.AskHuman("ask", request.call(), "really?", "", null, List.of());

  private Calls() {}

  static GuardRequest of(ArgumentRole role, String json) {
    return of(ANA, "run-1", role, json, Instant.parse("2026-11-24T10:00:00Z"));
  }

  static GuardRequest of(
      Principal principal, String run, ArgumentRole role, String json, Instant at) {
    CanonicalArguments arguments = CanonicalArguments.parse(json.replace('\'', '"'));
    ToolDeclaration declaration = ToolDeclaration.of(Sink.WRITE_EXTERNAL);
    for (String name : List.of("x", "y", "paths")) {
      declaration = declaration.argument(name, role);
    }
    return new GuardRequest(
        principal,
        new RunId(run),
        new ThreadKey(principal.tenant().id(), "t"),
        "node",
        new ToolCall(new ToolRef("srv", "tool", ""), arguments),
        declaration,
        Label.SYSTEM,
        Map.of(),
        List.of(),
        at);
  }

  /** Returns the effective arguments, or the code of the denial. */
  static String verdict(Guard guard, GuardRequest request) {
    return guard
        .decide(request)
        .fold(
            allow -> "OK " + allow.effective().arguments().json(),
            deny -> "D " + deny.code(),
            ask -> "A " + ask.effective().arguments().json());
  }
}
