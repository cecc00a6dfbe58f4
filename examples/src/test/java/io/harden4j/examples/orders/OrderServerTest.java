package io.harden4j.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OrderServerTest {
  @TempDir
  static Path folder;

  private static OrderFile shop;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException {
    shop = OrderFile.in(folder, "orders.db");
    server = ServerProcess.start(
            folder.resolve("log"), "--db", shop.path().toString(), "--tenant", "shop-eu")
        .initialize();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void it_offers_five_tools_with_strict_schemas() throws IOException {
    JsonNode tools = server.request("tools/list", Map.of()).at("/result/tools");

    assertThat(tools)
        .extracting(tool -> tool.path("name").asText())
        .containsExactlyInAnyOrder(
            "find_order", "list_orders", "shipment_status", "refund_order", "add_note");
    assertThat(tools).allSatisfy(tool -> {
      assertThat(tool.at("/inputSchema/additionalProperties").asBoolean(true)).isFalse();
      assertThat(tool.at("/outputSchema/additionalProperties").asBoolean(true)).isFalse();
    });
  }

  @Test
  void an_answer_is_structured_content_and_the_same_as_text() throws IOException {
    JsonNode result = server.callTool("find_order", Map.of("order_id", "A-1042"));

    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.at("/structuredContent/items/0/unit_price").asText()).isEqualTo("89.90");
    assertThat(Json.parse(result.at("/content/0/text").asText()))
        .isEqualTo(result.path("structuredContent"));
  }

  @Test
  void every_fixed_order_fits_the_declared_output() throws Exception {
    for (String orderId : shop.rows(
        "SELECT order_id FROM orders WHERE tenant = 'shop-eu' AND customer_id <= 'C-0008'")) {
      JsonNode order = server.callTool("find_order", Map.of("order_id", orderId));
      JsonNode shipment = server.callTool("shipment_status", Map.of("order_id", orderId));

      assertThat(order.path("isError").asBoolean()).as(order.toString()).isFalse();
      assertThat(shipment.path("isError").asBoolean()).as(shipment.toString()).isFalse();
    }
  }

  @Test
  void the_idempotency_key_of_the_request_reaches_the_database() throws Exception {
    Map<String, Object> refund =
        Map.of("order_id", "A-1201", "amount", 100.10, "reason", "scratch on the frame");
    Map<String, Object> call = Map.of(
        "name",
        "refund_order",
        "arguments",
        refund,
        "_meta",
        Map.of("io.harden4j/idempotency-key", "run-1/refund/1"));

    JsonNode first = server.request("tools/call", call).path("result");
    JsonNode second = server.request("tools/call", call).path("result");

    assertThat(first.at("/structuredContent/refund_id").asText()).startsWith("R-");
    assertThat(second).isEqualTo(first);
    assertThat(shop.rows("SELECT amount_cents, paid_to FROM refunds WHERE order_id = 'A-1201'"))
        .containsExactly("10010|Bank account ending 0815");
  }

  @Test
  void bad_arguments_are_errors_with_a_reason_and_never_reach_the_database() throws Exception {
    long logged = shop.count("call_log");

    assertError(server.callTool("find_order", Map.of()), "order_id");
    assertError(
        server.callTool("find_order", Map.of("order_id", "A-1042", "tenant", "shop-us")), "tenant");
    assertError(
        server.callTool("find_order", Map.of("order_id", "'; DROP TABLE orders; --")), "order_id");
    assertError(server.callTool("find_order", Map.of("order_id", "A".repeat(10_000))), "order_id");
    assertError(
        server.callTool("list_orders", Map.of("customer_email", "a@b", "limit", 1_000)), "limit");
    assertError(
        server.callTool(
            "refund_order", Map.of("order_id", "A-1042", "amount", "all", "reason", "test")),
        "amount");
    assertError(server.callTool("add_note", Map.of("order_id", "A-1042", "text", "")), "text");

    assertThat(shop.count("call_log")).isEqualTo(logged);
    assertThat(shop.count("orders")).isEqualTo(3_000);
  }

  @Test
  void a_refused_call_says_why_and_the_next_one_works() throws IOException {
    assertError(
        server.callTool("find_order", Map.of("order_id", "U-1042")), "order U-1042 was not found");
    assertThat(server
            .request("tools/call", Map.of("name", "drop_tables", "arguments", Map.of()))
            .has("error"))
        .isTrue();

    assertThat(server
            .callTool("find_order", Map.of("order_id", "A-1042"))
            .path("isError")
            .asBoolean())
        .isFalse();
  }

  @Test
  void it_answers_many_requests_in_their_order_and_ends_with_its_input() throws Exception {
    Path log = folder.resolve("burst.log");
    try (ServerProcess other = ServerProcess.start(
            log, "--db", shop.path().toString(), "--tenant", "shop-us")
        .initialize()) {
      for (int id = 1000; id < 1200; id++) {
        other.send("{\"jsonrpc\":\"2.0\",\"id\":" + id
            + ",\"method\":\"tools/call\",\"params\":{\"name\":\"shipment_status\","
            + "\"arguments\":{\"order_id\":\"U-1042\"}}}");
      }

      assertThat(other.idsOfNextResponses(200))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(1000, 1200).boxed().toList());
      assertThat(other.finish()).isZero();
      assertThat(other.restOfOutput()).isEmpty();
    }
  }

  @Test
  void a_wrong_command_line_ends_with_status_2_and_the_usage() throws Exception {
    Path log = folder.resolve("usage.log");
    try (ServerProcess wrong = ServerProcess.start(log, "--db", shop.path().toString())) {
      assertThat(wrong.finish()).isEqualTo(2);
      assertThat(wrong.restOfOutput()).isEmpty();
    }
    assertThat(Files.readString(log)).contains("usage: OrderServer --db PATH --tenant ID");
  }

  private static void assertError(JsonNode result, String part) {
    assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
    assertThat(result.at("/content/0/text").asText()).contains(part);
  }
}
