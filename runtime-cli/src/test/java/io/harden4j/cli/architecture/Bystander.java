package io.harden4j.cli.architecture;

import dev.langchain4j.agent.tool.Tool;
import io.harden4j.langchain4j.GuardedTools;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.AuditSink;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A remote system, behind an application's own connector and behind a shipped one, that remembers what reached it. */
final class Bystander {
  static final String ARGUMENTS = "{\"order\":\"A-1\"}";

  private final List<String> reached = new CopyOnWriteArrayList<>();

  private final List<String> intents = new CopyOnWriteArrayList<>();

  /** Remembers what was announced before it was done. */
  final AuditSink audit = record -> {
    if (record.phase() == AuditRecord.Phase.INTENT) {
      intents.add(record.tool());
    }
  };

  /** Sends the bytes of its permit, as every connector does. */
  final ToolConnector connector = permit -> {
    reached.add(new String(permit.arguments(), StandardCharsets.UTF_8));
    return ToolResult.ok("refunded");
  };

  /** A tool whose connector is written by hand. */
  GuardedTool refund() {
    return new GuardedTool(
        new ToolRef("orders", "refund", ""),
        "refund",
        "Refunds an order",
        cancel().schema(),
        ToolDeclaration.of(Sink.SPEND),
        connector);
  }

  /** A tool whose connector calls a method. */
  GuardedTool cancel() {
    return GuardedTools.of(new Orders())
        .server("orders")
        .declare("cancel", declared -> declared.sink(Sink.SPEND))
        .tools()
        .get(0);
  }

  /** Says how many frames reached it without an intent in the audit trail. */
  int unaudited() {
    return Math.max(0, reached.size() - intents.size());
  }

  /** Says how often it was reached, by whatever way. */
  int reached() {
    return reached.size();
  }

  /** What the shipped connector calls. */
  final class Orders {
    @Tool("Cancels an order")
    String cancel(String order) {
      reached.add(order);
      return "cancelled";
    }
  }
}
