package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.observe.Observation;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Performs permitted requests other than tools/call: resources, prompts and completion, on the same road. */
final class McpMethodConnector implements ToolConnector {
  private final ServerSettings settings;
  private final ScopedConnections connections;
  private final McpMethod method;
  private final RoundAnswers answers;

  McpMethodConnector(
      ServerSettings settings,
      ScopedConnections connections,
      McpMethod method,
      RoundAnswers answers) {
    this.settings = settings;
    this.connections = connections;
    this.method = method;
    this.answers = answers;
  }

  @Override
  public ToolResult invoke(Permit permit) {
    return PermittedCalls.perform(settings, permit, () -> {
      ObjectNode params =
          (ObjectNode) JsonRpc.tree(new String(permit.arguments(), StandardCharsets.UTF_8));
      Deadline deadline = Deadline.of(settings.timeout(), permit.timeout());
      return connections.of(permit.principal()).with(deadline, session -> {
        if (params.has("uri")) {
          permit.attribute(CallTrace.RESOURCE, params.path("uri").asText());
        }
        return CallTrace.of(
            permit, session, method.wire(), () -> request(session, params, permit, deadline));
      });
    });
  }

  private ToolResult request(
      McpSession session, ObjectNode params, Permit permit, Deadline deadline) {
    switch (method) {
      case RESOURCES_LIST, TEMPLATES_LIST, PROMPTS_LIST -> {
        ArrayNode entries = JsonRpc.object().putArray("entries");
        new Pages(settings.id(), method.pages(), settings.limits())
            .read(
                cursor -> session.page(method, withMeta(cursor(cursor), permit), deadline),
                entries::add);
        return Results.data(entries);
      }
      case RESOURCES_SUBSCRIBE, RESOURCES_UNSUBSCRIBE -> {
        session.subscribe(
            params.path("uri").asText(), method == McpMethod.RESOURCES_SUBSCRIBE, deadline);
        return ToolResult.ok("");
      }
      default -> {
        Reply reply = session.request(method, withMeta(params, permit), answers.rounds(), deadline);
        permit.attribute(CallTrace.REQUEST_ID, String.valueOf(reply.id()));
        return Results.of(settings, method, reply);
      }
    }
  }

  private static ObjectNode cursor(String cursor) {
    ObjectNode params = JsonRpc.object();
    return cursor.isEmpty() ? params : params.put("cursor", cursor);
  }

  private static ObjectNode withMeta(ObjectNode params, Permit permit) {
    if (!permit.traceparent().isEmpty()) {
      params.withObjectProperty("_meta").put("traceparent", permit.traceparent());
    }
    return params;
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
  public void describe(Observation span) {
    span.attribute(CallTrace.METHOD, method.wire());
  }

  @Override
  public Optional<NextRound> next(ToolResult result) {
    return RoundAnswers.next(
        settings, result, more -> new McpMethodConnector(settings, connections, method, more));
  }
}
