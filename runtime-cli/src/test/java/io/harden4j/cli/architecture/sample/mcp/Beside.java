package io.harden4j.cli.architecture.sample.mcp;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolProvider;

/** Uses an MCP server beside the guard, in both ways that LangChain4j has. */
final class Beside {
  private Beside() {}

  static ToolProvider provider(McpClient client) {
    return McpToolProvider.builder().mcpClients(client).build();
  }

  static String call(McpClient client, ToolExecutionRequest request) {
    return client.executeTool(request).resultText();
  }
}
