package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header values, declared headers, streams of events, rates. */
class WirePartsTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "us-west1,us-west1",
        "us west 1,us west 1",
        "'Hello, 世界',=?base64?SGVsbG8sIOS4lueVjA==?=",
        "' padded ',=?base64?IHBhZGRlZCA=?=",
        "'line1\nline2',=?base64?bGluZTEKbGluZTI=?=",
        "=?base64?literal?=,=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
      })
  void header_values_are_encoded_as_the_specification_shows(String value, String encoded) {
    assertThat(HeaderValues.encode(value)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}}",
        "{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}",
        "{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
        "{\"a\":{\"anyOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}}"
      })
  void a_wrongly_declared_header_is_a_problem(String properties) {
    assertThat(ToolHeaders.problem(MutableServer.schema(properties))).isNotEmpty();
  }

  @Test
  void declared_headers_are_taken_from_their_exact_place() {
    var schema = MutableServer.schema(
        "{\"x-mcp-header\":{\"type\":\"string\"},\"o\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"}}},"
            + "\"b\":{\"type\":\"boolean\",\"x-mcp-header\":\"B\"},\"s\":{\"type\":\"string\",\"x-mcp-header\":\"S\"}}");

    assertThat(ToolHeaders.problem(schema)).isEmpty();
    assertThat(ToolHeaders.of(schema, JsonRpc.tree("{\"o\":{\"n\":-7},\"b\":true,\"s\":null}")))
        .containsOnly(
            java.util.Map.entry("Mcp-Param-N", "-7"), java.util.Map.entry("Mcp-Param-B", "true"));
  }

  @Test
  void a_stream_of_events_keeps_id_and_retry_and_joins_lines() throws Exception {
    SseReader reader = new SseReader(McpLimits.DEFAULT.withMaxMessageBytes(1024));
    List<String> events = new ArrayList<>();
    read(
        reader,
        events,
        ": comment\r\nid: 7\r\nretry: 250\r\ndata: a\r\ndata:b\r\n\r\ndata: " + "x".repeat(3000)
            + "\n\nevent: message\ndata: c\n\nretry: soon\nid: 8\n\n");

    assertThat(events).containsExactly("a\nb", "over", "c");
    assertThat(reader.lastEventId()).isEqualTo("8");
    assertThat(reader.retry()).isEqualTo(Duration.ofMillis(250));
  }

  private static void read(SseReader reader, List<String> events, String text) throws Exception {
    reader.readAll(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new SseReader.Events() {
          @Override
          public boolean event(byte[] data, int length) {
            return events.add(new String(data, 0, length, StandardCharsets.UTF_8));
          }

          @Override
          public boolean oversized(OptionalLong answerTo, long bytes) {
            return events.add("over");
          }
        });
  }

  @Test
  void a_rate_is_so_many_a_second() {
    AtomicLong clock = new AtomicLong();
    RateLimit rate = new RateLimit(2, clock::get);

    assertThat(List.of(rate.allows(), rate.allows(), rate.allows()))
        .containsExactly(true, true, false);
    clock.set(Duration.ofSeconds(1).toNanos());
    assertThat(rate.allows()).isTrue();
  }
}
