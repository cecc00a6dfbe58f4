package io.harden4j.mcp;

import io.harden4j.tool.NextRound;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Performs permitted calls at one server: the only code of this module that sends a tools/call. */
final class McpToolConnector implements ToolConnector {
  private final ServerSettings settings;
  private final ScopedConnections connections;
  private final RoundAnswers answers;

  McpToolConnector(ServerSettings settings, ScopedConnections connections) {
    this(settings, connections, RoundAnswers.NONE);
  }

  private McpToolConnector(
      ServerSettings settings, ScopedConnections connections, RoundAnswers answers) {
    this.settings = settings;
    this.connections = connections;
    this.answers = answers;
  }

  @Override
  public ToolResult invoke(Permit permit) {
    return PermittedCalls.perform(settings, permit, () -> {
      CallRequest request = new CallRequest(
          permit.tool().name(),
          permit.tool().pin(),
          new String(permit.arguments(), StandardCharsets.UTF_8),
          permit.idempotencyKey(),
          permit.traceparent(),
          answers.rounds(),
          settings.isRepeatable(permit.tool().name()));
      Deadline deadline = Deadline.of(settings.timeout(), permit.timeout());
      CallResult result = connections
          .of(permit.principal())
          .with(
              deadline,
              session -> CallTrace.of(
                  permit, session, "tools/call", () -> session.call(request, deadline)));
      permit.attribute(CallTrace.REQUEST_ID, String.valueOf(result.id()));
      return Results.of(settings, result);
    });
  }

  /** Each wait below has the permit's deadline and ends by an interrupt; only the application's handler of questions has none. */
  @Override
  public boolean keepsTime() {
    return answers.areKnown();
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public Optional<NextRound> next(ToolResult result) {
    return RoundAnswers.next(
        settings, result, more -> new McpToolConnector(settings, connections, more));
  }
}
