package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDeskTest {
  private static final String FOREIGN_IBAN = "MT16TEST00000FAKEACCOUNT0000000";

  @TempDir
  static Path shared;

  private static OrderFile template;

  @TempDir
  Path folder;

  private OrderFile shop;
  private OrderDesk desk;

  @BeforeAll
  static void create() {
    template = OrderFile.in(shared, "template.db");
  }

  @BeforeEach
  void open() throws Exception {
    shop = template.copyTo(folder);
    desk = OrderDesk.open(shop.path(), "shop-eu");
  }

  @AfterEach
  void close() throws SQLException {
    desk.close();
  }

  @Test
  void an_order_comes_with_everything_that_hangs_on_it() throws SQLException {
    JsonNode order = call("find_order", Map.of("order_id", "A-1188"));

    assertThat(order.at("/customer/email").asText()).isEqualTo("sofia.rossi@example.com");
    assertThat(order.at("/items/0/name").asText()).isEqualTo("Tarn Tur backpack 30 l");
    assertThat(order.at("/refunds/0/amount").asText()).isEqualTo("141.90");
    assertThat(order.at("/refundable").asText()).isEqualTo("0.00");
    assertThat(order.at("/shipment/days_since_delivery").asInt()).isEqualTo(21);
  }

  @Test
  void an_order_of_another_tenant_looks_like_one_that_does_not_exist() throws Exception {
    try (OrderDesk american = OrderDesk.open(shop.path(), "shop-us")) {
      for (String tool : List.of("find_order", "shipment_status", "refund_order", "add_note")) {
        Map<String, Object> foreign = arguments("U-1042");
        Map<String, Object> missing = arguments("U-9999");

        assertThat(refusal(tool, foreign))
            .as(tool)
            .isEqualTo(refusal(tool, missing).replace("U-9999", "U-1042"));
        assertThat(american.execute(ToolRequest.of(tool, foreign, null)))
            .as(tool)
            .isNotEmpty();
      }
    }
    assertThat(call("list_orders", Map.of("customer_email", "grace.miller@example.com"))
            .path("orders"))
        .isEmpty();
  }

  @Test
  void orders_are_listed_newest_first_up_to_the_limit() throws SQLException {
    JsonNode all = call("list_orders", Map.of("customer_email", "Ana.Becker@example.com"));
    JsonNode newest =
        call("list_orders", Map.of("customer_email", "ana.becker@example.com", "limit", 1));

    assertThat(all.path("orders"))
        .extracting(o -> o.path("order_id").asText())
        .containsExactly("A-1042", "A-1043");
    assertThat(newest.path("orders"))
        .extracting(o -> o.path("order_id").asText())
        .containsExactly("A-1042");
  }

  @Test
  void a_late_parcel_says_how_late_it_is() throws SQLException {
    JsonNode late = call("shipment_status", Map.of("order_id", "A-1107"));
    JsonNode delivered = call("shipment_status", Map.of("order_id", "A-1042"));

    assertThat(late.path("working_days_since_last_scan").asInt()).isEqualTo(7);
    assertThat(late.path("working_days_late").asInt()).isEqualTo(6);
    assertThat(delivered.has("working_days_late")).isFalse();
  }

  @Test
  void a_refund_goes_to_the_original_payment_method_unless_an_iban_is_named() throws SQLException {
    JsonNode toCard = call("refund_order", refund("A-1042", 89.90));
    Map<String, Object> foreign =
        Map.of("order_id", "A-1042", "amount", 1, "iban", FOREIGN_IBAN, "reason", "test");
    JsonNode toIban = call("refund_order", foreign);

    assertThat(toCard.path("paid_to").asText()).isEqualTo("Visa ending 4242");
    assertThat(toCard.path("still_refundable").asText()).isEqualTo("12.50");
    assertThat(toIban.path("paid_to").asText()).isEqualTo(FOREIGN_IBAN);
    assertThat(shop.rows("SELECT amount_cents, iban FROM refunds WHERE order_id = 'A-1042'"))
        .containsExactly("8990|null", "100|" + FOREIGN_IBAN);
  }

  @ParameterizedTest
  @ValueSource(doubles = {102.41, 1e300, 0, -1, 0.001})
  void a_refund_that_cannot_be_is_refused_and_changes_nothing(double amount) throws SQLException {
    assertThat(refusal("refund_order", refund("A-1042", amount))).isNotBlank();

    assertThat(shop.count("refunds WHERE order_id = 'A-1042'")).isZero();
    assertThat(shop.rows("SELECT tool, outcome FROM call_log"))
        .containsExactly("refund_order|refused");
  }

  @Test
  void an_unpaid_order_a_second_full_refund_and_a_wrong_iban_are_refused() {
    assertThat(refusal("refund_order", refund("A-1266", 1))).contains("only 0.00 EUR left");
    assertThat(refusal("refund_order", refund("A-1188", 141.90))).contains("only 0.00 EUR left");
    assertThat(refusal(
            "refund_order",
            Map.of(
                "order_id",
                "A-1042",
                "amount",
                1,
                "iban",
                "MT17" + FOREIGN_IBAN.substring(4),
                "reason",
                "test")))
        .contains("not a valid IBAN");
  }

  @Test
  void the_same_key_is_carried_out_once_and_answered_the_same() throws SQLException {
    JsonNode first = desk.execute(keyed("k-1", refund("A-1042", 40)));
    JsonNode second = desk.execute(keyed("k-1", refund("A-1042", 40)));
    desk.execute(keyed("k-2", refund("A-1042", 40)));

    assertThat(second).isEqualTo(first);
    assertThat(shop.count("refunds WHERE order_id = 'A-1042'")).isEqualTo(2);
    assertThat(shop.rows("SELECT idempotency_key, outcome FROM call_log ORDER BY at"))
        .containsExactly("k-1|done", "k-1|repeated", "k-2|done");
  }

  @Test
  void a_key_that_was_used_for_another_call_is_refused() throws SQLException {
    desk.execute(keyed("k-1", refund("A-1042", 40)));

    assertThatExceptionOfType(RefusedCallException.class)
        .isThrownBy(() -> desk.execute(keyed("k-1", refund("A-1042", 41))))
        .withMessageContaining("k-1");
    assertThat(shop.count("refunds WHERE order_id = 'A-1042'")).isEqualTo(1);
  }

  @Test
  void two_servers_that_get_the_same_key_at_once_refund_one_time() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (OrderDesk other = OrderDesk.open(shop.path(), "shop-eu")) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (OrderDesk server : List.of(desk, other)) {
        answers.add(pool.submit(() -> {
          start.await();
          return server.execute(keyed("k-1", refund("A-1042", 40)));
        }));
      }
      start.countDown();

      assertThat(answers.get(0).get()).isEqualTo(answers.get(1).get());
      assertThat(shop.count("refunds WHERE order_id = 'A-1042'")).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_call_that_fails_half_way_has_changed_nothing() throws SQLException {
    shop.execute(
        "CREATE TRIGGER full BEFORE INSERT ON answered_keys BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> desk.execute(keyed("k-1", refund("A-1042", 40))));

    assertThat(shop.count("refunds WHERE order_id = 'A-1042'")).isZero();
    assertThat(shop.count("call_log")).isZero();
  }

  @Test
  void a_note_is_seen_with_the_order() throws SQLException {
    call("add_note", Map.of("order_id", "A-1042", "text", "crack above the left ear"));

    assertThat(
            call("find_order", Map.of("order_id", "A-1042")).at("/notes/0/text").asText())
        .isEqualTo("crack above the left ear");
  }

  @Test
  void every_executed_call_is_logged_with_its_arguments_in_order() throws SQLException {
    call("find_order", Map.of("order_id", "A-1042"));
    refusal("find_order", Map.of("order_id", "A-9999"));
    call("refund_order", refund("A-1042", 12.5));

    assertThat(OrderDatabase.executedCalls(shop.path()))
        .containsExactly(
            new ExecutedCall(1, "shop-eu", "find_order", "{\"order_id\":\"A-1042\"}", null, "done"),
            new ExecutedCall(
                2, "shop-eu", "find_order", "{\"order_id\":\"A-9999\"}", null, "refused"),
            new ExecutedCall(
                3,
                "shop-eu",
                "refund_order",
                "{\"amount\":12.5,\"order_id\":\"A-1042\",\"reason\":\"damaged on arrival\"}",
                null,
                "done"));
  }

  private JsonNode call(String tool, Map<String, Object> arguments) throws SQLException {
    return desk.execute(ToolRequest.of(tool, arguments, null));
  }

  private String refusal(String tool, Map<String, Object> arguments) {
    return assertThatExceptionOfType(RefusedCallException.class)
        .isThrownBy(() -> call(tool, arguments))
        .actual()
        .getMessage();
  }

  private static ToolRequest keyed(String key, Map<String, Object> arguments) {
    return ToolRequest.of("refund_order", arguments, Map.of(ToolRequest.KEY_IN_META, key));
  }

  private static Map<String, Object> refund(String orderId, double amount) {
    return Map.of("order_id", orderId, "amount", amount, "reason", "damaged on arrival");
  }

  private static Map<String, Object> arguments(String orderId) {
    return Map.of("order_id", orderId, "amount", 1, "reason", "test", "text", "test");
  }
}
