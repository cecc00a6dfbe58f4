package io.harden4j.mcp.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.label.Labeled;
import io.harden4j.mcp.McpConfig;
import io.harden4j.mcp.McpListener;
import io.harden4j.mcp.McpServers;
import io.harden4j.mcp.auth.LoopbackConsent;
import io.harden4j.mcp.auth.OAuth;
import io.harden4j.mcp.auth.TokenProvider;
import io.harden4j.mcp.server.Authenticator;
import io.harden4j.mcp.server.GraphServer;
import io.harden4j.mcp.server.GraphTool;
import io.harden4j.mcp.server.HttpEndpoint;
import io.harden4j.run.AgentRuntime;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The snippets of {@code docs/mcp.md}; {@link DocsTest} compares them but for white space. */
final class DocSnippets {
  static final StateKey<String> QUESTION = StateKey.of("question", String.class);
  static final StateKey<String> ANSWER = StateKey.of("answer", String.class);

  private DocSnippets() {}

  static AgentRuntime start(String token, Guard guard) {
    McpServers servers = McpServers.builder()
        .stdio(
            "orders",
            s -> s.command("java", "-jar", "orders.jar")
                .declare(
                    "find_order", d -> d.sink(Sink.READ).argument("id", ArgumentRole.IDENTIFIER))
                .declare(
                    "refund",
                    d -> d.sink(Sink.SPEND)
                        .argument("iban", ArgumentRole.DESTINATION)
                        .notIdempotent()))
        .http(
            "weather",
            URI.create("https://mcp.example.com/mcp"),
            s -> s.tokens(TokenProvider.fixed(token)).declare("forecast", d -> d.sink(Sink.READ)))
        .lock(Path.of("mcp.lock.json"))
        .build();

    AgentRuntime runtime =
        AgentRuntime.builder().guard(guard).tools(servers::tools).build();
    return runtime;
  }

  static McpServers fromFile() {
    McpServers fromFile = McpServers.builder()
        .config(McpConfig.read(Path.of("mcp.json")).allowEnv("GITHUB_TOKEN"), (id, server) -> {
          if (id.equals("github")) {
            server.declare("search_issues", d -> d.sink(Sink.READ));
          }
        })
        .lock(Path.of("mcp.lock.json"))
        .build();
    return fromFile;
  }

  static void methods(List<String> changed) {
    McpServers.builder()
        .stdio(
            "files",
            s -> s.command("node", "server.js")
                .resources(d -> d.timeout(Duration.ofSeconds(5)))
                .prompts(d -> d)
                .listener(new McpListener() {
                  @Override
                  public void onResourceUpdated(String server, Labeled<String> uri) {
                    changed.add(uri.value());
                  }
                }));
  }

  static OAuth oauth() {
    OAuth oauth = OAuth.builder(
            URI.create("http://127.0.0.1:33418/callback"),
            new LoopbackConsent(
                URI.create("http://127.0.0.1:33418/callback"),
                request -> show(request.address()),
                Duration.ofMinutes(5)))
        .metadataDocument(URI.create("https://agents.example.com/client.json"))
        .build();
    return oauth;
  }

  private static void show(URI address) {
    System.out.println(address);
  }

  static HttpEndpoint serve(
      AgentRuntime runtime, StateGraph support, JsonNode schema, Authenticator authenticator) {
    GraphServer server = GraphServer.builder("support", "1.0", runtime)
        .tools(new GraphTool(
            "ask_support",
            "Answers a question about orders",
            schema,
            support,
            arguments -> Update.of(QUESTION, arguments.path("question").asText()),
            state -> state.get(ANSWER)))
        .build();

    HttpEndpoint endpoint =
        server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8931), authenticator);
    return endpoint;
  }
}
