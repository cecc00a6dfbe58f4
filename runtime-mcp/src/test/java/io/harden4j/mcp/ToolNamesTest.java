package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolNamesTest {
  @Test
  void an_alias_is_readable_where_the_name_allows_it() {
    assertThat(ToolNames.alias("orders", "refund_order")).isEqualTo("orders__refund_order");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void every_alias_is_legal_and_belongs_to_one_tool(long seed) {
    Random random = new Random(seed);
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String server = pick(random, "a", "a_b", "a-b", "ab", "A");
      String tool = name(random);
      String alias = ToolNames.alias(ToolNames.requireServerId(server), tool);

      assertThat(alias).matches("[A-Za-z0-9_-]{1,64}");
      String owner = owners.putIfAbsent(alias, server + "\n" + tool);
      assertThat(owner == null || owner.equals(server + "\n" + tool)).as(alias).isTrue();
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 100 : 6);
    for (int i = 0; i < length; i++) {
      name.append(pick(random, "_", "__", "a", "b", "-", "/", " ", ".", "é"));
    }
    return name.toString();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a__b",
        "a_",
        "_a",
        "a b",
        "ä",
        "orders/1",
        "123456789012345678901234567890123"
      })
  void a_server_id_that_could_blur_an_alias_is_refused(String id) {
    assertThatThrownBy(() -> ToolNames.requireServerId(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("server id");
  }

  @ParameterizedTest
  @CsvSource({
    "refund_order, r\u0435fund_order",
    "pay, \u0440\u0430\u0443",
    "list, 1ist",
    "l0gin, login",
    "Send, send",
    "send, \uff53end"
  })
  void names_that_look_the_same_have_one_skeleton(String one, String other) {
    assertThat(ToolNames.skeleton(one)).isEqualTo(ToolNames.skeleton(other));
  }

  @ParameterizedTest
  @CsvSource({"find_order, find_orders", "get, set", "файл, файлы", "a-b, a_b"})
  void names_that_differ_to_the_eye_have_two(String one, String other) {
    assertThat(ToolNames.skeleton(one)).isNotEqualTo(ToolNames.skeleton(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u200bb", "a\u202eb", "a\nb", "r\u0435fund"})
  void a_name_that_hides_something_is_refused(String name) {
    assertThat(ToolNames.problem(name)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"find_order", "orders.find", "найти заказ", "注文を探す", "größe"})
  void an_honest_name_is_accepted(String name) {
    assertThat(ToolNames.problem(name)).isEmpty();
  }
}
