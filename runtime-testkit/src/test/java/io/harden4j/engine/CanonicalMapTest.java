package io.harden4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.InvalidArgumentsException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalMapTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void values_from_java_are_what_their_json_text_is() throws Exception {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("z", "a \"quoted\" \\ text\n\u0001 \u2028 Gr\u00fc\u00dfe \uD83D\uDE00");
    plain.put("a\"\u00e9", true);
    plain.put("small", 7);
    plain.put("large", -(1L << 53) + 1);
    plain.put("empty", "");
    Map<String, Object> rich = new LinkedHashMap<>(plain);
    rich.put("price", new BigDecimal("1.50"));
    rich.put("list", List.of(1, "two", Map.of("three", 3)));
    rich.put("nothing", null);

    for (Map<String, Object> values : List.of(plain, rich, Map.<String, Object>of())) {
      CanonicalArguments read = CanonicalArguments.parse(JSON.writeValueAsString(values));
      CanonicalArguments made = CanonicalArguments.of(values);

      assertThat(made.json()).isEqualTo(read.json());
      assertThat(made.hash()).isEqualTo(read.hash());
      assertThat(made.bytes()).isEqualTo(read.bytes());
      assertThat(made.tree()).isEqualTo(read.tree());
    }
  }

  @Test
  void refuses_what_the_reader_of_json_refuses() {
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      many.put("k" + i, i);
    }
    for (Map<String, ?> values : List.of(
        Map.of("a", "\uD800"),
        Map.of("\uDC00", "a"),
        Map.of("a", 1L << 53),
        Map.of("a", "x".repeat(1 << 20)),
        Map.of("a", "\u0001".repeat(200_000)),
        Map.of("k".repeat(60_000), "a"),
        many)) {
      assertThatThrownBy(() -> CanonicalArguments.of(values))
          .isInstanceOf(InvalidArgumentsException.class);
    }
  }

  @Test
  void says_that_a_value_cannot_be_written() {
    assertThatThrownBy(() -> CanonicalArguments.of(Map.of("a", new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be written as JSON");
  }
}
