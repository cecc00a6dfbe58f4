package io.harden4j.examples.orders;

import io.harden4j.examples.orders.Order.Item;
import io.harden4j.examples.orders.Order.Payment;
import io.harden4j.examples.orders.Order.Refund;
import io.harden4j.examples.orders.Order.Shipment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes generated shop data, one batch a table; the caller owns the connection and commits. */
final class OrderWriter {
  private final Connection connection;

  OrderWriter(Connection connection) {
    this.connection = connection;
  }

  void write(
      LocalDate today, long seed, Catalogue catalogue, List<Customer> customers, List<Order> orders)
      throws SQLException {
    insert("meta (name, value)", Stream.of(row("today", today), row("seed", String.valueOf(seed))));
    insert(
        "products (sku, name, category, price_cents)",
        catalogue.products().stream()
            .map(p -> row(p.sku(), p.name(), p.category(), p.priceCents())));
    insert(
        "customers (customer_id, tenant, name, email, country)",
        customers.stream()
            .map(c -> row(c.customerId(), c.shop().tenant(), c.name(), c.email(), c.country())));
    insert(
        "orders (order_id, tenant, customer_id, status, ordered_on, currency, shipping_cents, total_cents)",
        orders.stream().map(OrderWriter::head));
    insert(
        "order_items (order_id, line, sku, quantity, unit_price_cents)",
        orders.stream().flatMap(OrderWriter::items));
    insert(
        "payments (order_id, method, account, amount_cents, paid_on)",
        orders.stream().flatMap(OrderWriter::payment));
    insert(
        "refunds (order_id, amount_cents, paid_to, reason, created_on)",
        orders.stream().flatMap(OrderWriter::refunds));
    insert(
        "shipments (order_id, carrier, tracking_number, status, dispatched_on, promised_on, last_scan_on, delivered_on)",
        orders.stream().flatMap(OrderWriter::shipment));
  }

  private static Row head(Order order) {
    Shop shop = order.customer().shop();
    return row(
        order.orderId(),
        shop.tenant(),
        order.customer().customerId(),
        order.status(),
        order.orderedOn(),
        shop.currency(),
        order.shippingCents(),
        order.totalCents());
  }

  private static Stream<Row> items(Order order) {
    return IntStream.range(0, order.items().size()).mapToObj(line -> {
      Item item = order.items().get(line);
      return row(
          order.orderId(),
          line + 1,
          item.product().sku(),
          item.quantity(),
          item.product().priceCents());
    });
  }

  private static Stream<Row> payment(Order order) {
    return order
        .payments()
        .map(p -> row(order.orderId(), p.method(), p.account(), order.totalCents(), p.paidOn()));
  }

  private static Stream<Row> refunds(Order order) {
    return order
        .payments()
        .flatMap(paid -> order.refunds().stream().map(r -> refund(order, paid, r)));
  }

  private static Row refund(Order order, Payment paid, Refund refund) {
    return row(
        order.orderId(), refund.amountCents(), paid.account(), refund.reason(), refund.createdOn());
  }

  private static Stream<Row> shipment(Order order) {
    return order.shipments().map(shipment -> shipment(order.orderId(), shipment));
  }

  private static Row shipment(String orderId, Shipment shipment) {
    String number = String.format(
        Locale.ROOT, "PL%08dX", Math.floorMod(orderId.hashCode() * 7919L, 100_000_000L));
    return row(
        orderId,
        shipment.carrier(),
        number,
        shipment.status(),
        shipment.dispatchedOn(),
        shipment.promisedOn(),
        shipment.lastScanOn(),
        shipment.deliveredOn());
  }

  private void insert(String columns, Stream<Row> rows) throws SQLException {
    long count = columns.chars().filter(c -> c == ',').count();
    String sql = "INSERT INTO " + columns + " VALUES (?" + ", ?".repeat((int) count) + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Row row : rows.toList()) {
        row.bind(insert);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static Row row(@Nullable Object... cells) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object cell : cells) {
      copy.add(cell instanceof LocalDate day ? day.toString() : cell);
    }
    return new Row(copy);
  }

  /** The cells of one row; null is NULL, days are texts already. */
  private record Row(List<@Nullable Object> cells) {
    void bind(PreparedStatement insert) throws SQLException {
      for (int i = 0; i < cells.size(); i++) {
        insert.setObject(i + 1, cells.get(i));
      }
    }
  }
}
