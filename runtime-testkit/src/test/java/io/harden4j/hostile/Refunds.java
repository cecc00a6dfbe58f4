package io.harden4j.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tool that remembers the key of each call that reached it, and a guard that always asks a human. */
final class Refunds {
  static final Guard ASKS = new Guard() {
    @Override
    public Decision decide(GuardRequest request) {
      return new Decision.AskHuman("ask", request.call(), "Refund?", "", null, List.of());
    }

    @Override
    public String policyHash() {
      return "policy";
    }
  };

  final List<String> keys = new CopyOnWriteArrayList<>();

  GuardedTool tool(Sink sink) {
    ObjectNode schema = new ObjectMapper().createObjectNode().put("type", "object");
    schema.putObject("properties").putObject("cents").put("type", "integer");
    return new GuardedTool(
        new ToolRef("orders", "refund", "pin"),
        "orders__refund",
        "Refunds",
        schema,
        ToolDeclaration.of(sink),
        permit -> {
          permit.arguments();
          keys.add(permit.idempotencyKey());
          return ToolResult.ok("refunded");
        });
  }
}
