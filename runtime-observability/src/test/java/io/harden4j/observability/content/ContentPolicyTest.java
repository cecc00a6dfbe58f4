package io.harden4j.observability.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "hunter2-hunter2";

  @Test
  void keeps_no_content_and_no_messages_of_errors_by_default() {
    ContentPolicy policy = ContentPolicy.off();

    assertThat(policy.capture("a prompt")).isEmpty();
    assertThat(policy.describe(new IllegalStateException("a prompt", new IOException("a prompt"))))
        .isEqualTo("IllegalStateException caused by IOException");
  }

  @Test
  void keeps_short_content_as_it_is_in_json() {
    ContentPolicy policy = ContentPolicy.development();

    assertThat(policy.capture("hello \"you\"")).contains("\"hello \\\"you\\\"\"");
    assertThat(policy.capture(42L)).contains("42");
    assertThat(policy.capture(JsonNodeFactory.instance.objectNode().put("a", 1)))
        .contains("{\"a\":1}");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234, 99_999})
  void cuts_any_value_inside_its_json_to_the_bound(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      JsonNode value = value(random, 0);
      int bound = 256 + random.nextInt(4_000);

      String kept =
          ContentPolicy.development().withMaxBytes(bound).capture(value).orElseThrow();

      assertThat(kept.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bound);
      assertThat(JSON.readTree(kept)).isNotNull();
      if (value.toString().getBytes(StandardCharsets.UTF_8).length <= bound) {
        assertThat(kept).isEqualTo(value.toString());
      } else {
        assertThat(kept).contains("truncated");
      }
    }
  }

  private static JsonNode value(Random random, int depth) {
    int kind = random.nextInt(depth > 3 ? 2 : 4);
    if (kind == 0) {
      return JsonNodeFactory.instance.numberNode(random.nextLong());
    }
    if (kind == 1) {
      return JsonNodeFactory.instance.textNode(text(random));
    }
    if (kind == 2) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = random.nextInt(20 >> depth); i > 0; i--) {
        array.add(value(random, depth + 1));
      }
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(20 >> depth); i > 0; i--) {
      object.set(text(random).substring(0, 1) + i, value(random, depth + 1));
    }
    return object;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60); i > 0; i--) {
      text.appendCodePoint(List.of((int) 'a', (int) '"', 0x7, 0xe4, 0x20ac, 0x1f600, (int) '\n')
          .get(random.nextInt(7)));
    }
    return text.toString();
  }

  @Test
  void keeps_short_neighbours_of_a_long_text() throws IOException {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    messages.addObject().put("role", "system").put("content", "x".repeat(10_000));
    messages.addObject().put("role", "user").put("content", "Where is my order?");

    JsonNode kept = JSON.readTree(
        ContentPolicy.development().withMaxBytes(1_024).capture(messages).orElseThrow());

    assertThat(kept.at("/1/content").asText()).isEqualTo("Where is my order?");
    assertThat(kept.at("/0/content").asText())
        .startsWith("xxx")
        .endsWith("[truncated, was 10002 bytes]");
  }

  @Test
  void redacts_names_and_values_at_every_depth() {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.putObject("a").putArray("b").add("the password is " + SECRET);
    value.put(SECRET, 1);
    ContentPolicy policy =
        ContentPolicy.development().withRedactor(Redactor.values(List.of(SECRET)));

    assertThat(policy.capture(value).orElseThrow()).doesNotContain(SECRET).contains(Redactor.MASK);
    assertThat(policy.describe(new IllegalStateException("login " + SECRET)))
        .isEqualTo("login [redacted]");
  }

  @Test
  void redacts_before_it_cuts_so_that_no_half_of_a_secret_stays() {
    ContentPolicy policy = ContentPolicy.development()
        .withMaxBytes(256)
        .withRedactor(Redactor.values(List.of(SECRET)));

    for (int before = 150; before < 256; before++) {
      String kept =
          policy.capture("x".repeat(before) + SECRET + "y".repeat(500)).orElseThrow();
      assertThat(kept).doesNotContain("hunter");
    }
  }

  @Test
  void puts_a_marker_where_a_redactor_fails() {
    ContentPolicy throwing = ContentPolicy.development().withRedactor(text -> {
      throw new IllegalStateException("broken");
    });

    assertThat(throwing.capture("secret")).contains("\"[redaction failed]\"");
    assertThat(throwing.text("secret", 100)).isEqualTo(Redactor.FAILED);
    assertThat(throwing.describe(new IllegalStateException("secret"))).isEqualTo(Redactor.FAILED);
  }

  @Test
  void leaves_out_a_text_that_is_too_long_to_be_redacted() {
    String huge = "x".repeat(ContentPolicy.HARD_MAX_BYTES + 1);

    assertThat(ContentPolicy.development().capture(huge))
        .contains("\"[left out: 1048577 characters]\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer abcdefghijklmnop",
        "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "key sk-lf-0123456789abcdef0123",
        "AKIAABCDEFGHIJKLMNOP",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
      })
  void masks_what_looks_like_a_credential(String text) {
    assertThat(ContentPolicy.off().text(text, 200))
        .contains(Redactor.MASK)
        .doesNotContain("abcdef", "eyJzdWIi", "AKIAABCD", "MIIE");
  }

  @Test
  void refuses_a_bound_that_back_ends_do_not_take() {
    assertThatThrownBy(() -> ContentPolicy.off().withMaxBytes(2 * 1024 * 1024))
        .hasMessageContaining("256 to 1048576");
  }
}
