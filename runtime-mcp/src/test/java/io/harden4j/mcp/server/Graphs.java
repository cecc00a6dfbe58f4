package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Small graphs as tools. */
final class Graphs {
  static final Principal CALLER = Principal.of("host", "acme", "client");
  private static final StateKey<String> WORD = StateKey.of("word", String.class).orElse("");
  private static final StateKey<String> SAID = StateKey.of("said", String.class);

  private Graphs() {}

  static GraphServer server(AgentRuntime runtime) {
    return GraphServer.builder("graphs", "1.0", runtime)
        .tools(
            tool(
                "shout",
                "{\"word\":{\"type\":\"string\"}}",
                ctxWord -> ctxWord.toUpperCase(java.util.Locale.ROOT)),
            tool(
                "region_of",
                "{\"word\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}",
                word -> "in " + word),
            tool("test_simple_text", "{}", word -> "This is a simple text response for testing."),
            tool("test_error_handling", "{}", word -> {
              throw new IllegalStateException("secret of the house");
            }),
            asking())
        .build();
  }

  private static GraphTool tool(
      String name, String properties, java.util.function.UnaryOperator<String> body) {
    StateGraph graph = StateGraph.builder(name)
        .state(WORD, SAID)
        .node("say", ctx -> Update.of(SAID, body.apply(ctx.get(WORD)) + said(ctx.principal())))
        .start("say")
        .edge("say", StateGraph.END)
        .build();
    return new GraphTool(
        name,
        "Says something",
        schema(properties),
        graph,
        arguments -> Update.of(WORD, arguments.path("word").asText("")),
        state -> state.get(SAID));
  }

  private static String said(Principal principal) {
    return principal.equals(CALLER) ? "" : " for " + principal.id();
  }

  private static GraphTool asking() {
    StateGraph graph = StateGraph.builder("ask")
        .state(SAID)
        .node("ask", ctx -> Update.of(SAID, ctx.ask("Really?", String.class)))
        .start("ask")
        .edge("ask", StateGraph.END)
        .build();
    return new GraphTool(
        "ask", "Asks a human", schema("{}"), graph, a -> Update.none(), s -> s.get(SAID));
  }

  static JsonNode schema(String properties) {
    try {
      return Wire.parse(("{\"type\":\"object\",\"properties\":" + properties + "}")
          .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
