package io.harden4j.benchmarks.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The official SDK. */
final class SdkClient implements PlainClient {
  private final McpSyncClient client;

  private SdkClient(McpClientTransport transport) {
    client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(10)).build();
    client.initialize();
    client.listTools();
  }

  static SdkClient stdio(List<String> command) {
    McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
    ServerParameters parameters = ServerParameters.builder(command.get(0))
        .args(command.subList(1, command.size()))
        .build();
    return new SdkClient(new StdioClientTransport(parameters, json));
  }

  static SdkClient http(URI url) {
    return new SdkClient(
        HttpClientStreamableHttpTransport.builder(url.resolve("/").toString())
            .endpoint(url.getPath())
            .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
            .build());
  }

  @Override
  public String echo(String text) {
    McpSchema.CallToolResult result = client.callTool(McpSchema.CallToolRequest.builder("echo")
        .arguments(Map.of("text", text))
        .build());
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }

  @Override
  public void close() {
    client.closeGracefully();
  }
}
