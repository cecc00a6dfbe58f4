package io.harden4j.examples.desk;

import io.harden4j.examples.orders.OrderServer;
import io.harden4j.mcp.McpServers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The MCP server of the orders as a process of its own, and what each of its tools is. */
final class DeskTools {
  static final String SERVER = "orders";

  private DeskTools() {}

  static McpServers servers(Path database) {
    return McpServers.builder()
        .stdio(
            SERVER,
            s -> s.command(command(database))
                .startTimeout(Duration.ofSeconds(60))
                // Names and notes in an order are free text of other people: its result stays
                // untrusted.
                .declare(
                    "find_order",
                    d -> d.sink(Sink.READ).argument("order_id", ArgumentRole.IDENTIFIER))
                .declare(
                    "shipment_status",
                    d -> d.sink(Sink.READ)
                        .argument("order_id", ArgumentRole.IDENTIFIER)
                        .trustedResult())
                .declare(
                    "list_orders",
                    d -> d.sink(Sink.READ).argument("customer_email", ArgumentRole.IDENTIFIER))
                .declare(
                    "add_note",
                    d -> d.sink(Sink.WRITE_LOCAL)
                        .argument("order_id", ArgumentRole.IDENTIFIER)
                        .repeatable())
                // The server honours the idempotency key, so an attempt may be repeated.
                .declare(
                    "refund_order",
                    d -> d.sink(Sink.SPEND)
                        .argument("order_id", ArgumentRole.IDENTIFIER)
                        .argument("amount", ArgumentRole.AMOUNT)
                        .argument("iban", ArgumentRole.DESTINATION)
                        .repeatable()))
        .build();
  }

  /** A small Java process: quick to start, and modest beside the desk. */
  private static List<String> command(Path database) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        OrderServer.class.getName(),
        "--db",
        database.toString(),
        "--tenant",
        People.SHOP.id());
  }
}
