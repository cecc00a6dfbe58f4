package io.harden4j.mcp;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a dry run says of one tool.
 *
 * @param server  the server
 * @param tool    the tool's own name; empty where the server itself cannot be reached
 * @param alias   name that models see; empty if it is withheld
 * @param pin     hash of its definition; empty if it is withheld
 * @param sink    what a call does, as declared; empty if it is withheld
 * @param verdict {@code allow}, {@code ask}, {@code deny}, {@code withheld} or {@code unreachable}
 * @param reason  rule that decided, or why it is withheld
 */
public record PlannedTool(
    String server,
    String tool,
    String alias,
    String pin,
    String sink,
    String verdict,
    String reason) {
  static List<PlannedTool> of(String id, McpServer server, Guard guard, Principal who) {
    List<PlannedTool> plan = new ArrayList<>();
    try {
      server.tools().forEach(tool -> plan.add(judged(tool, guard, who)));
    } catch (McpException e) {
      plan.add(new PlannedTool(id, "", "", "", "", "unreachable", Texts.withoutPrefix(e)));
      return plan;
    }
    server
        .status()
        .withheld()
        .forEach(w -> plan.add(new PlannedTool(id, w.name(), "", "", "", "withheld", w.reason())));
    return plan;
  }

  private static PlannedTool judged(GuardedTool tool, Guard guard, Principal who) {
    GuardRequest request = new GuardRequest(
        who,
        new RunId("dry-run"),
        new ThreadKey(who.tenant().id(), "dry-run"),
        "dry-run",
        new ToolCall(tool.ref(), CanonicalArguments.parse("{}")),
        tool.declaration(),
        Label.SYSTEM,
        Map.of(),
        List.of(),
        Instant.EPOCH);
    Decision decision = guard.decide(request);
    return new PlannedTool(
        tool.ref().server(),
        tool.ref().name(),
        tool.alias(),
        tool.ref().pin(),
        tool.declaration().sink().name(),
        decision.fold(a -> "allow", d -> "deny", a -> "ask"),
        decision.rule());
  }
}
