package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the conformance suite starts as the client under test: does what a scenario's name asks, with this module's own client, and exits 0. The suite's server
 * judges what it saw.
 */
final class ConformanceClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String scenario;
  private final URI url;
  private final JsonNode context;

  private ConformanceClient(String scenario, URI url, JsonNode context) {
    this.scenario = scenario;
    this.url = url;
    this.context = context;
  }

  public static void main(String[] args) {
    String context = System.getenv().getOrDefault("MCP_CONFORMANCE_CONTEXT", "{}");
    new ConformanceClient(
            System.getenv("MCP_CONFORMANCE_SCENARIO"),
            URI.create(args[args.length - 1]),
            JsonRpc.tree(context))
        .run();
    System.exit(0);
  }

  private void run() {
    if (scenario.startsWith("auth/")) {
      ConformanceAuth auth = new ConformanceAuth(scenario, context);
      try {
        inSession(auth::configure, auth::use);
      } catch (McpException e) {
        if (!auth.mayFail()) {
          throw e;
        }
        System.err.println("failed, as it should: " + e.getMessage());
      }
      return;
    }
    switch (scenario) {
      case "elicitation-sep1034-client-defaults" ->
        inSession(ConformanceClient::acceptDefaults, c -> callEach(c, "{}"));
      case "json-schema-2020-12-preservation" -> inSession(b -> {}, this::echoSchema);
      case "http-custom-headers" -> inSession(b -> {}, this::callsOfContext);
      case "sep-2322-client-request-state" ->
        inSession(ConformanceClient::acceptDefaults, this::rounds);
      case "json-schema-ref-no-deref" -> inSession(b -> {}, c -> {});
      case "tools_call" -> inSession(b -> {}, c -> call(c, "add_numbers", "{\"a\":5,\"b\":3}"));
      case "http-standard-headers" -> inSession(ConformanceClient::useMethods, this::everyMethod);
      default -> inSession(b -> {}, c -> callEach(c, "{}"));
    }
  }

  private static void acceptDefaults(HttpServerBuilder builder) {
    builder.elicitation(Elicitation.by(q -> ElicitationAnswer.accept(
        q.schema().path("properties").has("confirm") ? Map.of("confirm", true) : Map.of())));
  }

  private static void useMethods(HttpServerBuilder builder) {
    builder.resources(d -> d).prompts(d -> d);
  }

  private void inSession(Consumer<HttpServerBuilder> configure, Consumer<ManagedConnection> use) {
    HttpServerBuilder builder = new HttpServerBuilder("conformance", url).allowPrivateAddresses();
    configure.accept(builder);
    try (ManagedConnection connection = Connections.http(builder.build())) {
      connection.tools(PATIENCE);
      use.accept(connection);
    }
  }

  static CallResult call(ManagedConnection connection, String tool, String arguments) {
    return call(connection, tool, arguments, Rounds.NONE);
  }

  private static CallResult call(
      ManagedConnection connection, String tool, String arguments, Rounds rounds) {
    ToolDefinition definition = connection.tools(PATIENCE).tools().get(tool);
    if (definition == null) {
      throw new IllegalStateException("no usable tool " + tool);
    }
    return TestServers.send(
        connection,
        new CallRequest(tool, definition.pin(), arguments, "key", "", rounds, true),
        PATIENCE);
  }

  static void callEach(ManagedConnection connection, String arguments) {
    connection.tools(PATIENCE).tools().keySet().stream().sorted().forEach(tool -> {
      CallResult result = call(connection, tool, arguments);
      System.err.println(tool + ": " + result.text());
    });
  }

  private void echoSchema(ManagedConnection connection) {
    ToolDefinition focal = connection.tools(PATIENCE).tools().get("json_schema_2020_12_tool");
    ObjectNode arguments = JsonRpc.object();
    arguments.set("schema", focal.inputSchema());
    call(connection, "json_schema_echo", arguments.toString());
  }

  private void callsOfContext(ManagedConnection connection) {
    context
        .path("toolCalls")
        .forEach(
            c -> call(connection, c.path("name").asText(), c.path("arguments").toString()));
  }

  /** As core's tool box makes rounds, with the same parts. */
  private void rounds(ManagedConnection connection) {
    connection.tools(PATIENCE).tools().keySet().stream().sorted().forEach(tool -> {
      CallResult result = call(connection, tool, "{}");
      for (int round = 2; round < 8 && result.open() != null; round++) {
        OpenRound open = result.open();
        Map<String, ObjectNode> answers = new java.util.LinkedHashMap<>();
        open.requests()
            .properties()
            .forEach(r -> answers.put(
                r.getKey(),
                Elicited.answer(
                    "conformance",
                    r.getValue().path("params"),
                    q -> ElicitationAnswer.accept(sample(q.schema())))));
        result = call(connection, tool, "{}", new Rounds(answers, open.state()));
      }
      System.err.println(tool + ": " + result.text());
    });
  }

  private static Map<String, Object> sample(JsonNode schema) {
    Map<String, Object> values = new java.util.LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(p -> values.put(
            p.getKey(),
            p.getValue().path("type").asText().equals("boolean") ? (Object) true : "yes"));
    return values;
  }

  private void everyMethod(ManagedConnection connection) {
    callEach(connection, "{}");
    Deadline deadline = Deadline.after(PATIENCE);
    connection.with(deadline, session -> {
      JsonNode resources = session.page(McpMethod.RESOURCES_LIST, JsonRpc.object(), deadline);
      resources
          .path("resources")
          .forEach(r -> session.request(
              McpMethod.RESOURCES_READ,
              JsonRpc.object().put("uri", r.path("uri").asText()),
              Rounds.NONE,
              deadline));
      JsonNode prompts = session.page(McpMethod.PROMPTS_LIST, JsonRpc.object(), deadline);
      prompts
          .path("prompts")
          .forEach(p -> session.request(
              McpMethod.PROMPTS_GET,
              JsonRpc.object().put("name", p.path("name").asText()),
              Rounds.NONE,
              deadline));
      return null;
    });
  }
}
