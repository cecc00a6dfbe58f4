package io.harden4j.examples.orders;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The reading tools of one tenant. An order of another tenant is answered like one that does not exist. */
final class OrderReader {
  private final Sql sql;
  private final String tenant;
  private final LocalDate today;

  OrderReader(Sql sql, String tenant, LocalDate today) {
    this.sql = sql;
    this.tenant = tenant;
    this.today = today;
  }

  /** Returns the whole order, as {@code find_order} declares it. */
  ObjectNode order(String orderId) throws SQLException {
    ObjectNode order = head(orderId);
    order.set("items", items(orderId));
    order
        .put("shipping_cost", cents(orderId, "shipping_cents"))
        .put("total", cents(orderId, "total_cents"));
    payment(orderId).ifPresent(payment -> order.set("payment", payment));
    shipment(orderId).ifPresent(shipment -> order.set("shipment", shipment));
    order.set("refunds", refunds(orderId));
    order.put("refundable", Json.amount(refundableCents(orderId)));
    order.set("notes", notes(orderId));
    return order;
  }

  /** Returns the newest orders of a customer, as {@code list_orders} declares it. */
  ObjectNode ordersOf(String email, int limit) throws SQLException {
    List<ObjectNode> orders = sql.query(
        "SELECT order_id, status, ordered_on, total_cents, currency FROM orders JOIN customers USING (customer_id, tenant)"
            + " WHERE tenant = ? AND email = ? COLLATE NOCASE ORDER BY ordered_on DESC, order_id LIMIT ?",
        row -> texts(row, "order_id", "status", "ordered_on")
            .put("total", Json.amount(row.getLong("total_cents")))
            .put("currency", row.getString("currency")),
        tenant,
        email.strip(),
        limit);
    ObjectNode answer =
        Json.object().put("customer_email", email.strip()).put("as_of", today.toString());
    answer.set("orders", array(orders));
    return answer;
  }

  /** Returns where the parcel is, as {@code shipment_status} declares it. */
  ObjectNode shipmentStatus(String orderId) throws SQLException {
    ObjectNode answer = Json.object()
        .put("order_id", orderId)
        .put("order_status", text(orderId, "status"))
        .put("as_of", today.toString());
    Optional<ObjectNode> found = shipment(orderId);
    found.ifPresent(shipment -> answer.set("shipment", shipment));
    found
        .filter(shipment -> !shipment.has("delivered_on"))
        .ifPresent(shipment -> answer
            .put("working_days_since_last_scan", workingDaysSince(shipment, "last_scan_on"))
            .put("working_days_late", workingDaysSince(shipment, "promised_on")));
    return answer;
  }

  /** Returns one text column of an order, or refuses if this tenant has no such order. */
  String text(String orderId, String column) throws SQLException {
    return sql.first(
            "SELECT " + column + " FROM orders WHERE tenant = ? AND order_id = ?",
            row -> row.getString(1),
            tenant,
            orderId)
        .orElseThrow(() -> new RefusedCallException("order " + orderId
            + " was not found; check the number, or list the customer's orders with list_orders"));
  }

  /** Returns what was paid for the order less what was refunded, in cents; 0 if it is not paid. */
  long refundableCents(String orderId) throws SQLException {
    return sql.first(
            "SELECT amount_cents - (SELECT coalesce(sum(r.amount_cents), 0) FROM refunds r WHERE r.order_id = p.order_id)"
                + " FROM payments p WHERE p.order_id = ?",
            row -> row.getLong(1),
            orderId)
        .orElse(0L);
  }

  /** Returns how the order was paid, or empty if it is not. */
  Optional<ObjectNode> payment(String orderId) throws SQLException {
    return sql.first(
        "SELECT method, account, amount_cents, paid_on FROM payments WHERE order_id = ?",
        row -> texts(row, "method", "account")
            .put("amount", Json.amount(row.getLong("amount_cents")))
            .put("paid_on", row.getString("paid_on")),
        orderId);
  }

  private ObjectNode head(String orderId) throws SQLException {
    ObjectNode order = Json.object()
        .put("order_id", orderId)
        .put("status", text(orderId, "status"))
        .put("ordered_on", text(orderId, "ordered_on"))
        .put("as_of", today.toString());
    ObjectNode customer = sql.first(
            "SELECT customer_id, name, email, country FROM customers WHERE tenant = ? AND customer_id = ?",
            row -> texts(row, "customer_id", "name", "email", "country"),
            tenant,
            text(orderId, "customer_id"))
        .orElseThrow();
    order.set("customer", customer);
    return order.put("currency", text(orderId, "currency"));
  }

  private ArrayNode items(String orderId) throws SQLException {
    return array(sql.query(
        "SELECT sku, name, quantity, unit_price_cents FROM order_items JOIN products USING (sku) WHERE order_id = ?"
            + " ORDER BY line",
        row -> texts(row, "sku", "name")
            .put("quantity", row.getInt("quantity"))
            .put("unit_price", Json.amount(row.getLong("unit_price_cents")))
            .put(
                "line_total",
                Json.amount(row.getLong("unit_price_cents") * row.getInt("quantity"))),
        orderId));
  }

  private Optional<ObjectNode> shipment(String orderId) throws SQLException {
    Optional<ObjectNode> shipment = sql.first(
        "SELECT carrier, tracking_number, status, dispatched_on, promised_on, last_scan_on, delivered_on"
            + " FROM shipments WHERE order_id = ?",
        row -> texts(
            row,
            "carrier",
            "tracking_number",
            "status",
            "dispatched_on",
            "promised_on",
            "last_scan_on",
            "delivered_on"),
        orderId);
    shipment
        .filter(parcel -> parcel.has("delivered_on"))
        .ifPresent(parcel -> parcel.put(
            "days_since_delivery", ChronoUnit.DAYS.between(day(parcel, "delivered_on"), today)));
    return shipment;
  }

  private ArrayNode refunds(String orderId) throws SQLException {
    return array(sql.query(
        "SELECT printf('R-%06d', refund_no) AS refund_id, amount_cents, paid_to, reason, created_on FROM refunds"
            + " WHERE order_id = ? ORDER BY refund_no",
        row -> texts(row, "refund_id", "paid_to", "reason", "created_on")
            .put("amount", Json.amount(row.getLong("amount_cents"))),
        orderId));
  }

  private ArrayNode notes(String orderId) throws SQLException {
    return array(sql.query(
        "SELECT printf('N-%06d', note_no) AS note_id, text, created_on FROM notes WHERE order_id = ? ORDER BY note_no",
        row -> texts(row, "note_id", "text", "created_on"), orderId));
  }

  private BigDecimal cents(String orderId, String column) throws SQLException {
    return Json.amount(Long.parseLong(text(orderId, column)));
  }

  private int workingDaysSince(ObjectNode shipment, String field) {
    return WorkingDays.between(day(shipment, field), today);
  }

  private static LocalDate day(ObjectNode node, String field) {
    return LocalDate.parse(node.path(field).asText());
  }

  /** Copies columns by name; a column that is NULL is left out. */
  private static ObjectNode texts(ResultSet row, String... columns) throws SQLException {
    ObjectNode node = Json.object();
    for (String column : columns) {
      String text = row.getString(column);
      if (text != null) {
        node.put(column, text);
      }
    }
    return node;
  }

  private static ArrayNode array(List<ObjectNode> rows) {
    return Json.MAPPER.createArrayNode().addAll(rows);
  }
}
