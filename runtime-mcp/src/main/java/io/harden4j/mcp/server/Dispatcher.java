package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.InvalidArgumentsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers messages, whatever carried them. A request says by its {@code _meta} which era it belongs to, so it needs no memory of others. Thread-safe. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  static final String STATELESS = "2026-07-28";
  static final List<String> HANDSHAKE =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

  private final String name;
  private final String version;
  private final Map<String, GraphTool> tools;
  private final AgentRuntime runtime;
  private final Duration deadline;

  Dispatcher(
      String name,
      String version,
      Map<String, GraphTool> tools,
      AgentRuntime runtime,
      Duration deadline) {
    this.name = name;
    this.version = version;
    this.tools = tools;
    this.runtime = runtime;
    this.deadline = deadline;
  }

  /** Returns the revision that a request declares for itself; empty for one that belongs to a handshake. */
  static String declared(JsonNode message) {
    return message.path("params").path("_meta").path(VERSION).asText("");
  }

  /** Returns the answer; empty to what gets none. */
  Optional<ObjectNode> handle(JsonNode message, Principal caller) {
    JsonNode id = message.path("id");
    String method = message.path("method").asText("");
    if (!message.isObject() || method.isEmpty()) {
      return Optional.of(Wire.error(id, Wire.INVALID_REQUEST, "no JSON-RPC request"));
    }
    if (id.isMissingNode()) {
      return Optional.empty();
    }
    String declared = declared(message);
    if (!declared.isEmpty() && !declared.equals(STATELESS)) {
      ObjectNode data = Wire.object().put("requested", declared);
      data.putArray("supported").add(STATELESS);
      return Optional.of(
          Wire.error(id, Wire.UNSUPPORTED_VERSION, "unsupported protocol version", data));
    }
    if (!declared.isEmpty()
        && !message
            .path("params")
            .path("_meta")
            .path("io.modelcontextprotocol/clientCapabilities")
            .isObject()) {
      return Optional.of(
          Wire.error(id, Wire.INVALID_PARAMS, "the request's _meta lacks clientCapabilities"));
    }
    return Optional.of(answer(id, method, message.path("params"), declared, caller));
  }

  /** Returns the schema of the tool that a message calls; an empty one if it calls none. */
  JsonNode calledSchema(JsonNode message) {
    boolean calls = message.path("method").asText("").equals("tools/call");
    GraphTool tool = calls ? tools.get(message.path("params").path("name").asText("")) : null;
    return tool == null ? Wire.object() : tool.schema();
  }

  private ObjectNode answer(
      JsonNode id, String method, JsonNode params, String declared, Principal caller) {
    boolean stateless = !declared.isEmpty();
    return switch (method) {
      case "initialize" -> stateless ? unknown(id, method) : Wire.result(id, hello(params));
      case "ping" -> stateless ? unknown(id, method) : Wire.result(id, Wire.object());
      case "server/discover" ->
        stateless ? Wire.result(id, complete(discovery(), true)) : unknown(id, method);
      case "tools/list" -> Wire.result(id, stateless ? complete(list(), true) : list());
      case "tools/call" -> call(id, params, stateless, caller);
      default -> unknown(id, method);
    };
  }

  private static ObjectNode unknown(JsonNode id, String method) {
    String shown = method.replaceAll("[^\\x20-\\x7e]", "?");
    return Wire.error(
        id,
        Wire.METHOD_NOT_FOUND,
        "there is no method " + (shown.length() > 60 ? shown.substring(0, 60) : shown));
  }

  private ObjectNode hello(JsonNode params) {
    String wanted = params.path("protocolVersion").asText("");
    ObjectNode result = Wire.object()
        .put("protocolVersion", HANDSHAKE.contains(wanted) ? wanted : HANDSHAKE.get(0));
    result.putObject("capabilities").putObject("tools");
    result.putObject("serverInfo").put("name", name).put("version", version);
    return result;
  }

  private ObjectNode discovery() {
    ObjectNode result = Wire.object();
    result.putArray("supportedVersions").add(STATELESS);
    result.putObject("capabilities").putObject("tools");
    return result;
  }

  /** What every result of a stateless revision carries. */
  private ObjectNode complete(ObjectNode result, boolean cacheable) {
    result.put("resultType", "complete");
    result
        .withObjectProperty("_meta")
        .putObject("io.modelcontextprotocol/serverInfo")
        .put("name", name)
        .put("version", version);
    return cacheable ? result.put("ttlMs", 3_600_000).put("cacheScope", "public") : result;
  }

  private ObjectNode list() {
    ObjectNode result = Wire.object();
    var entries = result.putArray("tools");
    tools
        .values()
        .forEach(tool -> entries
            .addObject()
            .put("name", tool.name())
            .put("description", tool.description())
            .set("inputSchema", tool.schema()));
    return result;
  }

  private ObjectNode call(JsonNode id, JsonNode params, boolean stateless, Principal caller) {
    GraphTool tool = tools.get(params.path("name").asText(""));
    if (tool == null) {
      return Wire.error(id, Wire.INVALID_PARAMS, "there is no such tool; see tools/list");
    }
    ObjectNode arguments;
    try {
      JsonNode given = params.path("arguments");
      arguments = CanonicalArguments.parse(given.isMissingNode() ? "{}" : given.toString())
          .tree();
    } catch (InvalidArgumentsException e) {
      return Wire.error(id, Wire.INVALID_PARAMS, String.valueOf(e.getMessage()));
    }
    List<String> faults = new BasicSchemaValidator().validate(tool.schema(), arguments);
    ObjectNode result = faults.isEmpty()
        ? run(tool, arguments, params.path("_meta").path("traceparent").asText(""), caller)
        : text("The arguments do not fit the tool's schema: " + String.join("; ", faults), true);
    return Wire.result(id, stateless ? complete(result, false) : result);
  }

  /** An exception says nothing to the caller that a stranger should not read; it is logged here. */
  private ObjectNode run(GraphTool tool, JsonNode arguments, String traceparent, Principal caller) {
    try {
      RunOptions options = RunOptions.newThread().as(caller).deadline(deadline);
      RunResult result = runtime.run(
          tool.graph(),
          tool.input().apply(arguments),
          traceparent.isEmpty() ? options : options.traceparent(traceparent));
      return ended(tool, result);
    } catch (RuntimeException e) {
      LOG.error("graph tool '{}' could not be run", tool.name(), e);
      return text("The tool failed; its operator finds the reason in the log.", true);
    }
  }

  private ObjectNode ended(GraphTool tool, RunResult result) {
    if (result instanceof RunResult.Completed done) {
      return text(tool.output().apply(done.state()), false);
    }
    String thread = result.info().threadId();
    if (result instanceof RunResult.Suspended) {
      return text(
          "The work waits for a human of this service (thread " + thread
              + "). It goes on when that human has answered; do not start it again.",
          true);
    }
    if (result instanceof RunResult.Failed failed) {
      LOG.error("graph tool '{}' failed on thread {}", tool.name(), thread, failed.error());
    }
    return text(
        "The work did not complete (" + result.getClass().getSimpleName() + ", thread " + thread
            + ").",
        true);
  }

  private static ObjectNode text(String text, boolean isError) {
    ObjectNode result = Wire.object();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result.put("isError", isError);
  }
}
