package io.harden4j.observability.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.observability.OtlpSink;
import io.harden4j.observability.SampleRun;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a collector gets of the metrics. */
class OtlpMetricsTest {
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final String METRIC = "mcp.client.operation.duration";

  private final Logger sdk = Logger.getLogger("io.opentelemetry");

  @BeforeEach
  void quiet() {
    sdk.setLevel(Level.OFF);
  }

  @AfterEach
  void loud() {
    sdk.setLevel(null);
  }

  /** A run with one call of an MCP tool that took a quarter of a second. */
  private static void call(OtlpTelemetry telemetry) {
    Observation run = telemetry.observer().start(SampleRun.segment(0, ""));
    run.child(ObservationKind.TOOL, "tool:shop.find")
        .attribute(ObservedKeys.TOOL, "find")
        .attribute("mcp.method.name", "tools/call")
        .attribute("network.transport", "pipe")
        .attribute(METRIC, 0.25)
        .end();
    run.end();
  }

  @Test
  void arrive_as_protobuf_with_the_resource_of_the_spans() {
    try (OtlpSink sink = new OtlpSink();
        OtlpTelemetry telemetry = OtlpTelemetry.builder(sink.endpoint())
            .serviceName("desk")
            .header("x-key", "k")
            .build()) {
      call(telemetry);

      assertThat(telemetry.flush(GENEROUS)).isTrue();
      assertThat(sink.paths()).containsExactlyInAnyOrder("/v1/traces", "/v1/metrics");
      assertThat(sink.headers())
          .allSatisfy(h -> assertThat(h)
              .containsEntry("content-type", "application/x-protobuf")
              .containsEntry("content-encoding", "gzip")
              .containsEntry("x-key", "k"));
      assertThat(sink.measured().get(0).getResource())
          .isEqualTo(sink.resources().get(0).getResource());
      assertThat(sink.metrics(METRIC)).singleElement().satisfies(metric -> {
        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getHistogram().getDataPoints(0).getSum()).isEqualTo(0.25);
        assertThat(metric.getHistogram().getDataPoints(0).getAttributesList())
            .extracting(KeyValue::getKey)
            .containsExactlyInAnyOrder("mcp.method.name", "gen_ai.tool.name", "network.transport");
      });
    }
  }

  @Test
  void are_sent_at_closing_and_say_the_sum_since_the_start() {
    try (OtlpSink sink = new OtlpSink()) {
      OtlpTelemetry telemetry = OtlpTelemetry.builder(sink.endpoint()).build();
      call(telemetry);
      assertThat(telemetry.flush(GENEROUS)).isTrue();
      call(telemetry);
      telemetry.close();

      assertThat(sink.metrics(METRIC))
          .extracting(m -> m.getHistogram().getDataPoints(0).getCount())
          .startsWith(1L)
          .endsWith(2L);
    }
  }

  @Test
  void are_not_sent_to_langfuse_but_to_the_server_that_was_named_and_without_its_keys() {
    try (OtlpSink langfuse = new OtlpSink();
        OtlpSink collector = new OtlpSink();
        OtlpTelemetry telemetry = OtlpTelemetry.builder(langfuse.endpoint())
            .langfuse("pk-lf-1", "sk-lf-1")
            .metrics(collector.endpoint(), Map.of("x-key", "k"))
            .build()) {
      call(telemetry);

      assertThat(telemetry.flush(GENEROUS)).isTrue();
      assertThat(langfuse.paths()).containsOnly("/api/public/otel/v1/traces");
      assertThat(collector.paths()).containsOnly("/v1/metrics");
      assertThat(collector.headers().get(0))
          .containsEntry("x-key", "k")
          .doesNotContainKeys("authorization", "x-langfuse-ingestion-version");
    }
  }

  @Test
  void are_left_out_where_langfuse_is_alone_or_nobody_wants_them() {
    try (OtlpSink sink = new OtlpSink();
        OtlpTelemetry langfuse = OtlpTelemetry.builder(sink.endpoint())
            .langfuse("pk-lf-1", "sk-lf-1")
            .build();
        OtlpTelemetry jaeger =
            OtlpTelemetry.builder(sink.endpoint()).withoutMetrics().build()) {
      call(langfuse);
      call(jaeger);

      assertThat(langfuse.flush(GENEROUS)).isTrue();
      assertThat(jaeger.flush(GENEROUS)).isTrue();
      assertThat(sink.measured()).isEmpty();
    }
  }

  @Test
  void cost_no_span_and_no_time_where_their_server_never_answers() throws IOException {
    try (OtlpSink sink = new OtlpSink();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      OtlpTelemetry telemetry = OtlpTelemetry.builder(sink.endpoint())
          .metrics("http://127.0.0.1:" + silent.getLocalPort(), Map.of())
          .metricsEvery(Duration.ofMillis(1))
          .closeWithin(Duration.ofMillis(500))
          .build();
      call(telemetry);
      assertThat(telemetry.flush(Duration.ofMillis(500))).isFalse();

      long start = System.nanoTime();
      telemetry.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(telemetry.exported()).isEqualTo(2);
      assertThat(telemetry.dropped()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4318,http://localhost:4318/v1/metrics",
    "http://localhost:4318/,http://localhost:4318/v1/metrics",
    "http://localhost:4318/v1/traces,http://localhost:4318/v1/metrics",
    "http://localhost:4318/v1/metrics,http://localhost:4318/v1/metrics"
  })
  void go_beside_the_spans(String address, String expected) {
    assertThat(Endpoint.metrics(address)).isEqualTo(expected);
  }

  @Test
  void have_an_address_without_credentials_and_a_positive_interval() {
    OtlpTelemetryBuilder builder = OtlpTelemetry.builder("http://localhost:4318");

    assertThatThrownBy(() -> builder.metricsEvery(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(builder.metrics("http://u:secret-word@localhost", Map.of())::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret-word");
  }
}
