package io.harden4j.examples.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out tool calls for one tenant, each in one transaction together with its line in the call log: the log counts
 * what happened, neither more nor less. Safe for concurrent use; calls run one after the other.
 */
final class OrderDesk implements AutoCloseable {
  private static final int DEFAULT_LIMIT = 10;

  private final Connection connection;
  private final Sql sql;
  private final CallLedger ledger;
  private final OrderReader reader;
  private final OrderChanges changes;
  private final Map<String, Handler> readers;
  private final Map<String, Handler> writers;

  private OrderDesk(Connection connection, String tenant) throws SQLException {
    this.sql = new Sql(connection);
    LocalDate today = sql.first(
            "SELECT value FROM meta WHERE name = 'today'", row -> LocalDate.parse(row.getString(1)))
        .orElseThrow();
    this.connection = connection;
    this.ledger = new CallLedger(sql, tenant);
    this.reader = new OrderReader(sql, tenant, today);
    this.changes = new OrderChanges(sql, reader, today);
    this.readers = Map.of(
        "find_order", call -> reader.order(call.text("order_id")),
        "list_orders",
            call ->
                reader.ordersOf(call.text("customer_email"), call.count("limit", DEFAULT_LIMIT)),
        "shipment_status", call -> reader.shipmentStatus(call.text("order_id")));
    this.writers = Map.of(
        "refund_order",
            call -> changes.refund(
                call.text("order_id"),
                call.amount("amount"),
                call.optionalText("iban"),
                call.text("reason")),
        "add_note", call -> changes.note(call.text("order_id"), call.text("text")));
  }

  /** Opens the database for {@code tenant}; every call sees and changes this tenant's orders only. */
  static OrderDesk open(Path database, String tenant) throws SQLException {
    Connection connection = OrderDatabase.open(database);
    try {
      return new OrderDesk(connection, tenant);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Carries out one call.
   *
   * @return the answer as the tool's output schema declares it
   * @throws RefusedCallException if the call asks for something impossible; nothing but the log has changed
   * @throws SQLException if the database fails; nothing has changed
   */
  synchronized JsonNode execute(ToolRequest call) throws SQLException {
    try {
      return sql.inTransaction(() -> answer(call));
    } catch (RefusedCallException e) {
      sql.inTransaction(() -> ledger.log(call, "refused"));
      throw e;
    }
  }

  private JsonNode answer(ToolRequest call) throws SQLException {
    Handler write = writers.get(call.tool());
    if (write != null) {
      return changedOnce(call, write);
    }
    Handler read = readers.get(call.tool());
    if (read != null) {
      return executed(call, read);
    }
    throw new RefusedCallException("there is no tool " + call.tool());
  }

  private JsonNode changedOnce(ToolRequest call, Handler write) throws SQLException {
    String key = call.idempotencyKey();
    if (key == null) {
      return executed(call, write);
    }
    Optional<String> earlier = ledger.answered(key, call);
    if (earlier.isPresent()) {
      ledger.log(call, "repeated");
      return Json.parse(earlier.get());
    }
    ObjectNode answer = executed(call, write);
    ledger.remember(key, call, Json.text(answer));
    return answer;
  }

  private ObjectNode executed(ToolRequest call, Handler handler) throws SQLException {
    ObjectNode answer = handler.execute(call);
    ledger.log(call, "done");
    return answer;
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }

  /** What one tool does. */
  private interface Handler {
    ObjectNode execute(ToolRequest call) throws SQLException;
  }
}
