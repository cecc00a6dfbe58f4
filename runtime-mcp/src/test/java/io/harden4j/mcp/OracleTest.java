package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.testkit.Evidence;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * This client and the official SDK's against the same recorded server: {@link ReplayServer} answers both with the same bytes. Where they see different things,
 * the difference stands here with its reason; one that does not fails the test, and so does one that is gone.
 */
class OracleTest {
  private static final Map<String, String> EXPLAINED = new TreeMap<>(
      Map.of(
          "isError-absent.isError", "the SDK has null, this client false: the protocol's default",
          "structured-breaks-schema.outcome",
              "the SDK does not check output schemas unless it caches them; this client withholds the result",
          "duplicate-tools.tools",
              "the SDK passes both on; this client withholds both, since which is meant is not ours to guess",
          "look-alike-tools.tools",
              "the SDK passes names on that nobody can tell apart; this client withholds them",
          "unknown-content.outcome",
              "the SDK cannot read content of a kind it does not know; this client types it as unknown",
          "big-number.structured",
              "the SDK reads numbers into doubles, which changes this one; this client keeps every digit"));

  /** What one client saw. */
  private record Seen(Map<String, String> facts) {
    Seen() {
      this(new LinkedHashMap<>());
    }

    void put(String fact, Object value) {
      facts.put(fact, String.valueOf(value));
    }
  }

  @Test
  void sees_what_the_official_client_sees_but_for_explained_differences() {
    Map<String, String> differences = new TreeMap<>();
    int sessions = 0;
    int facts = 0;
    for (String session : ReplayServer.SESSIONS) {
      Seen ours = ours(session);
      Seen sdk = sdk(session);
      sessions++;
      facts += ours.facts().size();
      ours.facts().forEach((fact, value) -> {
        String other = sdk.facts().get(fact);
        if (other != null && !other.equals(value)) { // after an error there is nothing to compare
          differences.put(session + "." + fact, "ours " + value + ", SDK " + other);
        }
      });
    }
    List<String> unexplained =
        differences.keySet().stream().filter(d -> !EXPLAINED.containsKey(d)).toList();
    Map<String, String> told = new TreeMap<>();
    differences.forEach(
        (d, what) -> told.put(d, what + ": " + EXPLAINED.getOrDefault(d, "UNEXPLAINED")));
    Evidence.of("oracle")
        .ran(sessions)
        .put("facts", facts)
        .put("differences", differences.size())
        .put("unexplained", unexplained.size())
        .put("list", told.toString())
        .write();

    assertThat(unexplained).as(told.toString()).isEmpty();
    assertThat(EXPLAINED.keySet().stream().filter(d -> !differences.containsKey(d)))
        .as("differences that are gone")
        .isEmpty();
  }

  private static Seen ours(String session) {
    Seen seen = new Seen();
    StdioServer server = new StdioServerBuilder("oracle")
        .command(TestServers.command(ReplayServer.class, session))
        .era(ProtocolEra.HANDSHAKE)
        .stopGrace(Duration.ofMillis(300))
        .build();
    try (ManagedConnection connection = Connections.stdio(server, System.getenv())) {
      ToolListing listing = connection.tools(PATIENCE);
      seen.put("tools", listing.tools().keySet().stream().sorted().toList());
      seen.put("server", connection.info().software());
      seen.put("version", connection.info().protocolVersion());
      seen.put("instructions", connection.info().instructions());
      if (listing.tools().containsKey("t")) {
        ToolDefinition tool = listing.tools().get("t");
        seen.put("schema", tool.inputSchema());
        try {
          CallResult result = TestServers.send(
              connection, new CallRequest("t", tool.pin(), "{}", "k", ""), PATIENCE);
          seen.put("isError", result.isError());
          seen.put("content", result.content().stream().map(OracleTest::told).toList());
          seen.put("structured", result.structured());
          seen.put("outcome", result.outputFaults().isEmpty() ? "result" : "withheld");
        } catch (McpErrorResponseException e) {
          seen.put("outcome", "error");
        }
      }
    }
    return seen;
  }

  private static String told(Content content) {
    if (content instanceof Content.Text text) {
      return "text " + text.text();
    }
    if (content instanceof Content.Image image) {
      return "image " + image.mimeType() + " " + image.base64();
    }
    return content.getClass().getSimpleName();
  }

  private static Seen sdk(String session) {
    Seen seen = new Seen();
    List<String> command = TestServers.command(ReplayServer.class, session);
    McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
    ServerParameters parameters = ServerParameters.builder(command.get(0))
        .args(command.subList(1, command.size()))
        .build();
    McpSyncClient client = McpClient.sync(new StdioClientTransport(parameters, json))
        .requestTimeout(Duration.ofSeconds(10))
        .build();
    try {
      McpSchema.InitializeResult hello = client.initialize();
      List<McpSchema.Tool> tools = client.listTools().tools();
      seen.put("tools", tools.stream().map(McpSchema.Tool::name).sorted().toList());
      seen.put("server", hello.serverInfo().name() + " " + hello.serverInfo().version());
      seen.put("version", hello.protocolVersion());
      seen.put("instructions", hello.instructions() == null ? "" : hello.instructions());
      tools.stream().filter(t -> t.name().equals("t")).findFirst().ifPresent(tool -> {
        seen.put("schema", new ObjectMapper().<JsonNode>valueToTree(tool.inputSchema()));
        callBySdk(client, seen);
      });
    } finally {
      client.close();
    }
    return seen;
  }

  private static void callBySdk(McpSyncClient client, Seen seen) {
    try {
      McpSchema.CallToolResult result = client.callTool(
          McpSchema.CallToolRequest.builder("t").arguments(Map.of()).build());
      seen.put("isError", result.isError());
      List<String> content = new ArrayList<>();
      result.content().forEach(c -> content.add(told(c)));
      seen.put("content", content);
      Object structured = result.structuredContent();
      seen.put(
          "structured", structured == null ? null : new ObjectMapper().valueToTree(structured));
      seen.put("outcome", "result");
    } catch (RuntimeException e) {
      seen.put("outcome", "error");
    }
  }

  private static String told(McpSchema.Content content) {
    if (content instanceof McpSchema.TextContent text) {
      return "text " + text.text();
    }
    if (content instanceof McpSchema.ImageContent image) {
      return "image " + image.mimeType() + " " + image.data();
    }
    String name = content.getClass().getSimpleName();
    return name.endsWith("Content") ? name.substring(0, name.length() - "Content".length()) : name;
  }
}
