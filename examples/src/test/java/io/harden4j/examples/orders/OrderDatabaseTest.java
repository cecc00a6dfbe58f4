package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderDatabaseTest {
  @TempDir
  static Path shared;

  private static OrderFile shop;

  @BeforeAll
  static void create() {
    shop = OrderFile.in(shared, "shop.db");
  }

  @Test
  void the_same_day_and_seed_give_the_same_data() throws Exception {
    OrderFile again = OrderFile.in(shared, "again.db");

    assertThat(again.dump()).isEqualTo(shop.dump());
    assertThat(again.path()).hasSameBinaryContentAs(shop.path());
  }

  @Test
  void another_seed_gives_other_orders_but_the_same_fixed_ones() throws Exception {
    Path other = shared.resolve("other.db");
    OrderDatabase.create(other, OrderDatabase.TODAY, OrderDatabase.SEED + 1);

    String fixed =
        "SELECT o.*, i.sku FROM orders o JOIN order_items i USING (order_id) JOIN customers c USING (customer_id)"
            + " WHERE c.customer_id <= 'C-0008' ORDER BY order_id, sku";
    assertThat(new OrderFile(other).rows(fixed)).isEqualTo(shop.rows(fixed)).hasSize(13);
    assertThat(new OrderFile(other).dump()).isNotEqualTo(shop.dump());
  }

  @Test
  void it_holds_two_tenants_with_the_promised_numbers() throws SQLException {
    assertThat(shop.count("customers")).isEqualTo(400);
    assertThat(shop.count("products")).isEqualTo(60);
    assertThat(shop.count("orders")).isEqualTo(3_000);
    assertThat(shop.rows(
            "SELECT DISTINCT tenant, substr(order_id, 1, 2), currency FROM orders ORDER BY 1"))
        .containsExactly("shop-eu|A-|EUR", "shop-us|U-|USD");
    assertThat(shop.rows("SELECT DISTINCT status FROM orders"))
        .containsExactlyInAnyOrder(
            "new",
            "preorder",
            "paid",
            "packed",
            "shipped",
            "delivered",
            "returned",
            "cancelled",
            "lost");
  }

  @Test
  void every_order_keeps_the_rules_of_the_handbook() throws SQLException {
    String today = "'" + OrderDatabase.TODAY + "'";

    assertThat(shop.count(
            "orders o WHERE total_cents <> shipping_cents + (SELECT sum(quantity * unit_price_cents)"
                + " FROM order_items i WHERE i.order_id = o.order_id)"))
        .as("totals that do not add up")
        .isZero();
    assertThat(shop.count(
            "payments p WHERE amount_cents < (SELECT coalesce(sum(amount_cents), 0) FROM refunds r"
                + " WHERE r.order_id = p.order_id)"))
        .as("refunded more than paid")
        .isZero();
    assertThat(shop.count(
            "refunds r LEFT JOIN payments p USING (order_id) WHERE p.account IS NOT r.paid_to"))
        .as("refunded to another account")
        .isZero();
    assertThat(shop.count(
            "shipments WHERE max(dispatched_on, last_scan_on, coalesce(delivered_on, '')) > "
                + today))
        .as("parcels from the future")
        .isZero();
    assertThat(shop.count("shipments WHERE status = 'delivered' AND delivered_on < dispatched_on"))
        .as("delivered before dispatch")
        .isZero();
  }

  @Test
  void the_default_question_s_order_is_a_helmet_delivered_six_days_ago() throws SQLException {
    assertThat(
            shop.rows(
                "SELECT c.name, o.tenant, o.status, o.total_cents, p.account, julianday('"
                    + OrderDatabase.TODAY
                    + "') - julianday(s.delivered_on) FROM orders o JOIN customers c USING (customer_id)"
                    + " JOIN payments p USING (order_id) JOIN shipments s USING (order_id) WHERE order_id = 'A-1042'"))
        .containsExactly("Ana Becker|shop-eu|delivered|10240|Visa ending 4242|6.0");
    assertThat(
            shop.rows(
                "SELECT sku, unit_price_cents FROM order_items WHERE order_id = 'A-1042' ORDER BY line"))
        .containsExactly("HEL-210|8990", "BOT-750|1250");
  }

  @Test
  void an_existing_file_is_kept_and_never_overwritten() throws IOException {
    Path file = Files.writeString(shared.resolve("mine.txt"), "mine");

    assertThat(OrderDatabase.createIfMissing(file)).isFalse();
    assertThatThrownBy(() -> OrderDatabase.create(file, OrderDatabase.TODAY, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("mine.txt")
        .hasMessageContaining("createIfMissing");
    assertThat(file).hasContent("mine");
  }

  @Test
  void nothing_but_the_database_is_left_in_its_folder(@TempDir Path folder) throws IOException {
    assertThat(OrderDatabase.createIfMissing(folder.resolve("new/orders.db"))).isTrue();

    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files)
          .extracting(Path::getFileName)
          .extracting(Path::toString)
          .containsExactly("orders.db");
    }
  }
}
