package io.harden4j.observability.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.observability.OtlpSink;
import io.harden4j.observability.SampleRun;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class OtlpTelemetryTest {
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final String SECRET = "sk-lf-very-secret-key";

  private final Logger sdk = Logger.getLogger("io.opentelemetry");
  private final ch.qos.logback.classic.Logger ours =
      (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(OtlpTelemetry.class);

  /** Failing is the subject here; a passing build prints nothing about it. */
  @BeforeEach
  void quiet() {
    sdk.setLevel(Level.OFF);
    ours.setLevel(ch.qos.logback.classic.Level.OFF);
  }

  @AfterEach
  void loud() {
    sdk.setLevel(null);
    ours.setLevel(null);
  }

  @Test
  void posts_protobuf_to_langfuse_with_its_header_and_keys() {
    try (OtlpSink sink = new OtlpSink();
        OtlpTelemetry telemetry = OtlpTelemetry.builder(sink.endpoint())
            .langfuse("pk-lf-1", SECRET)
            .serviceName("desk")
            .environment("staging")
            .release("abc123")
            .build()) {
      SampleRun.first(telemetry.observer());

      assertThat(telemetry.flush(GENEROUS)).isTrue();
      assertThat(sink.paths()).containsOnly("/api/public/otel/v1/traces");
      assertThat(sink.headers())
          .allSatisfy(h -> assertThat(h)
              .containsEntry("content-type", "application/x-protobuf")
              .containsEntry("x-langfuse-ingestion-version", "4")
              .containsEntry(
                  "authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(("pk-lf-1:" + SECRET).getBytes(StandardCharsets.UTF_8))));
      assertThat(sink.resources().get(0).getResource().toString())
          .contains("desk", "staging", "abc123");
      assertThat(telemetry.exported()).isEqualTo(sink.spans().size());
      assertThat(telemetry.dropped()).isZero();
    }
  }

  @Test
  void never_shows_the_secret_key() {
    OtlpTelemetryBuilder builder =
        OtlpTelemetry.builder("http://localhost:4318").langfuse("pk-lf-1", SECRET);
    try (OtlpTelemetry telemetry = builder.build()) {
      String basic = Base64.getEncoder()
          .encodeToString(("pk-lf-1:" + SECRET).getBytes(StandardCharsets.UTF_8));

      assertThat(builder + " " + telemetry + telemetry.openTelemetry())
          .doesNotContain(SECRET, basic);
    }
  }

  @Test
  void is_never_registered_globally() {
    GlobalOpenTelemetry.resetForTest();
    try (OtlpTelemetry telemetry =
        OtlpTelemetry.builder("http://localhost:4318").build()) {
      assertThat(GlobalOpenTelemetry.isSet()).isFalse();
      assertThat(telemetry.exported()).isZero();
    }
  }

  @Test
  void closes_within_its_bound_when_nobody_listens_and_counts_what_is_lost() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    OtlpTelemetry telemetry = telemetry("http://127.0.0.1:" + port);

    Duration emission = emit(telemetry, 1_000);
    Duration closing = close(telemetry);

    assertThat(emission).isLessThan(Duration.ofSeconds(5));
    assertThat(closing).isLessThan(Duration.ofSeconds(2));
    assertThat(telemetry.dropped()).isEqualTo(1_001);
    assertThat(telemetry.exported()).isZero();
  }

  @Test
  void closes_within_its_bound_when_the_server_accepts_and_never_answers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      OtlpTelemetry telemetry = telemetry("http://127.0.0.1:" + silent.getLocalPort());

      Duration emission = emit(telemetry, 1_000);
      Duration closing = close(telemetry);

      assertThat(emission).isLessThan(Duration.ofSeconds(5));
      assertThat(closing).isLessThan(Duration.ofSeconds(2));
      assertThat(telemetry.dropped()).isEqualTo(1_001);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 500})
  void counts_what_a_server_refuses(int status) {
    try (OtlpSink sink = new OtlpSink()) {
      sink.answer(status);
      OtlpTelemetry telemetry = telemetry(sink.endpoint());

      emit(telemetry, 10);
      telemetry.close();

      assertThat(telemetry.dropped()).isEqualTo(11);
      assertThat(telemetry.exported()).isZero();
    }
  }

  @Test
  void drops_and_counts_what_does_not_fit_the_queue() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      OtlpTelemetry few = OtlpTelemetry.builder("http://127.0.0.1:" + silent.getLocalPort())
          .queue(100, 1 << 20)
          .closeWithin(Duration.ofMillis(100))
          .build();
      emit(few, 1_000);
      assertThat(few.dropped()).isEqualTo(901);
      few.close();

      OtlpTelemetry small = OtlpTelemetry.builder("http://127.0.0.1:" + silent.getLocalPort())
          .queue(100_000, 20_000)
          .closeWithin(Duration.ofMillis(100))
          .build();
      emit(small, 1_000);
      assertThat(small.dropped()).isBetween(950L, 999L);
      small.close();
    }
  }

  @Test
  void leaves_no_thread_that_keeps_the_process_alive() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (OtlpSink sink = new OtlpSink();
        OtlpTelemetry telemetry = telemetry(sink.endpoint())) {
      emit(telemetry, 10);
      assertThat(telemetry.flush(GENEROUS)).isTrue();

      Set<Thread> alive = Thread.getAllStackTraces().keySet().stream()
          .filter(t ->
              !before.contains(t) && !t.isDaemon() && !t.getName().startsWith("HTTP-Dispatcher"))
          .collect(Collectors.toSet());
      assertThat(alive).isEmpty();
    }
  }

  @Test
  void closes_twice_and_takes_late_spans_without_a_word() {
    OtlpTelemetry telemetry = telemetry("http://127.0.0.1:9");
    telemetry.close();
    telemetry.close();

    emit(telemetry, 1);

    assertThat(telemetry.exported()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4318,false,http://localhost:4318/v1/traces",
    "http://localhost:4318/,false,http://localhost:4318/v1/traces",
    "http://localhost:4318/v1/traces,false,http://localhost:4318/v1/traces",
    "https://cloud.langfuse.com,true,https://cloud.langfuse.com/api/public/otel/v1/traces",
    "https://lf.example/api/public/otel,true,https://lf.example/api/public/otel/v1/traces"
  })
  void completes_an_address_to_the_path_its_server_expects(
      String address, boolean langfuse, String expected) {
    assertThat(Endpoint.traces(address, langfuse)).isEqualTo(expected);
  }

  @Test
  void refuses_an_address_with_credentials_without_repeating_them() {
    OtlpTelemetryBuilder builder =
        OtlpTelemetry.builder("https://pk:" + SECRET + "@cloud.langfuse.com");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "ftp://x", "http://", "ht tp://x"})
  void refuses_what_is_no_address(String address) {
    OtlpTelemetryBuilder builder = OtlpTelemetry.builder(address);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Production", "langfuse-x", "", "a b"})
  void refuses_an_environment_that_langfuse_would_rename(String name) {
    OtlpTelemetryBuilder builder = OtlpTelemetry.builder("http://localhost:4318");

    assertThatThrownBy(() -> builder.environment(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static OtlpTelemetry telemetry(String endpoint) {
    return OtlpTelemetry.builder(endpoint).closeWithin(Duration.ofMillis(500)).build();
  }

  /** Emits a root with so many children; returns how long that took. */
  private static Duration emit(OtlpTelemetry telemetry, int children) {
    long start = System.nanoTime();
    Observation run = telemetry.observer().start(SampleRun.segment(0, ""));
    for (int i = 0; i < children; i++) {
      run.child(ObservationKind.EFFECT, "e").attribute(ObservedKeys.EFFECT, "e").end();
    }
    run.end();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Duration close(OtlpTelemetry telemetry) {
    long start = System.nanoTime();
    telemetry.close();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
