package io.harden4j.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A server on the official SDK, run as a process of its own. */
final class SdkServer {
  private static final Map<String, Object> SCHEMA = Map.of(
      "type",
      "object",
      "properties",
      Map.of("text", Map.of("type", "string")),
      "required",
      List.of("text"));

  private SdkServer() {}

  public static void main(String[] args) {
    PrintStream protocol = System.out;
    System.setOut(System.err);
    McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
    McpServer.sync(new StdioServerTransportProvider(json, System.in, protocol))
        .serverInfo("sdk", "2.1.0")
        .instructions("Shout politely.")
        .capabilities(ServerCapabilities.builder().tools(true).build())
        .tools(SyncToolSpecification.builder()
            .tool(Tool.builder("shout", SCHEMA).description("Says it loudly").build())
            .callHandler((exchange, request) -> shout(request))
            .build())
        .immediateExecution(true)
        .build();
  }

  private static CallToolResult shout(CallToolRequest request) {
    if (request.arguments().get("text").toString().isEmpty()) {
      return CallToolResult.builder()
          .isError(true)
          .addTextContent("nothing to shout")
          .build();
    }
    String key = String.valueOf(request.meta().get("io.harden4j/idempotency-key"));
    return CallToolResult.builder()
        .structuredContent(Map.of("key", key))
        .addTextContent(request.arguments().get("text").toString().toUpperCase(Locale.ROOT))
        .build();
  }
}
