package io.harden4j.benchmarks.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;

/** The tool without a server: what a call of it takes is what the gate takes. */
final class Echo implements ToolConnector {
  static GuardedTool tool() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject("text").put("type", "string");
    return new GuardedTool(
        new ToolRef("echo", "echo", "pin"),
        "echo__echo",
        "Says it again",
        schema,
        ToolDeclaration.of(Sink.READ),
        new Echo());
  }

  @Override
  public ToolResult invoke(Permit permit) {
    String json = new String(permit.arguments(), StandardCharsets.UTF_8);
    return ToolResult.ok(json.substring("{\"text\":\"".length(), json.length() - "\"}".length()));
  }

  @Override
  public boolean keepsTime() {
    return true;
  }
}
