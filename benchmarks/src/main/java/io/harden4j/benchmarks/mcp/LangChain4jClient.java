package io.harden4j.benchmarks.mcp;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** LangChain4j's client. */
final class LangChain4jClient implements PlainClient {
  private final McpClient client;

  private LangChain4jClient(McpTransport transport) {
    client = new DefaultMcpClient.Builder()
        .transport(transport)
        .autoHealthCheck(false)
        .toolExecutionTimeout(Duration.ofSeconds(10))
        .build();
    client.listTools();
  }

  static LangChain4jClient stdio(List<String> command) {
    return new LangChain4jClient(
        new StdioMcpTransport.Builder().command(command).logEvents(false).build());
  }

  static LangChain4jClient http(URI url) {
    return new LangChain4jClient(
        new StreamableHttpMcpTransport.Builder().url(url.toString()).build());
  }

  @Override
  public String echo(String text) {
    return client
        .executeTool(ToolExecutionRequest.builder()
            .name("echo")
            .arguments("{\"text\":\"" + text + "\"}")
            .build())
        .resultText();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException("the client could not be closed", e);
    }
  }
}
