package io.harden4j.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.Update;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.content.Redactor;
import io.harden4j.observability.otlp.HardenIdGenerator;
import io.harden4j.observability.otlp.OtlpTelemetry;
import io.harden4j.observability.report.TerminalTree;
import io.harden4j.observability.report.TraceFile;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/observability.md: its code is the code between the markers below, which runs here. */
class ObservabilityPageTest {
  private static final Path PAGE = Path.of("../docs/observability.md");
  private static final Path SELF =
      Path.of("src/test/java/io/harden4j/observability/ObservabilityPageTest.java");

  @TempDir
  private Path folder;

  private final SupportCase support = new SupportCase();

  @Test
  void sends_to_langfuse() {
    try (OtlpSink sink = new OtlpSink()) {
      String host = sink.endpoint();
      String publicKey = "pk-lf-x";
      String secretKey = "sk-lf-x";
      // snippet langfuse
      OtlpTelemetry telemetry = OtlpTelemetry.builder(host)
          .langfuse(publicKey, secretKey)
          .environment("production")
          .build();
      AgentRuntime.Builder builder = AgentRuntime.builder().observe(telemetry.observer());
      // end
      try (telemetry;
          AgentRuntime runtime = builder.build()) {
        runtime.run(support.graph(), Update.of(SupportCase.QUESTION, "?"), SupportCase.options());
        assertThat(telemetry.flush(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(sink.paths()).containsOnly("/api/public/otel/v1/traces");
    }
  }

  @Test
  void sends_to_a_collector_with_content() {
    try (OtlpSink sink = new OtlpSink()) {
      String collector = sink.endpoint();
      String databasePassword = "s3cret-s3cret";
      // snippet collector
      OtlpTelemetry telemetry = OtlpTelemetry.builder(collector).build();
      OpenTelemetryObserver observer = telemetry
          .observerBuilder()
          .profile(Profile.CONVENTIONS)
          .content(ContentPolicy.development()
              .withRedactor(Redactor.credentials().and(Redactor.values(List.of(databasePassword)))))
          .build();
      // end
      try (telemetry) {
        SampleRun.first(observer);
      }
      assertThat(sink.paths()).containsOnly("/v1/traces");
      assertThat(sink.wire()).contains(SampleRun.QUESTION).doesNotContain("langfuse");
    }
  }

  @Test
  void sends_metrics_elsewhere() {
    try (OtlpSink langfuse = new OtlpSink();
        OtlpSink sink = new OtlpSink()) {
      String host = langfuse.endpoint();
      String collector = sink.endpoint();
      String publicKey = "pk-lf-x";
      String secretKey = "sk-lf-x";
      // snippet metrics
      OtlpTelemetry telemetry = OtlpTelemetry.builder(host)
          .langfuse(publicKey, secretKey)
          .metrics(collector, Map.of()) // and headers of its own
          .build();
      // end
      try (telemetry) {
        Observation run = telemetry.observer().start(SampleRun.segment(0, ""));
        run.child(ObservationKind.TOOL, "tool:shop.find")
            .attribute(Names.MCP_METHOD.getKey(), "tools/call")
            .attribute(Names.MCP_DURATION, 0.1)
            .end();
        run.end();
      }
      assertThat(sink.metrics(Names.MCP_DURATION)).isNotEmpty();
      assertThat(sink.wire()).doesNotContain("sk-lf-x");
    }
  }

  @Test
  void uses_an_sdk_of_the_application() {
    // snippet own
    HardenIdGenerator ids = new HardenIdGenerator();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().setIdGenerator(ids).build(); // and your processors
    OpenTelemetry openTelemetry =
        OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    OpenTelemetryObserver observer =
        OpenTelemetryObserver.builder(openTelemetry).ids(ids).build();
    // end
    String traceparent = SampleRun.first(observer);

    assertThat(traceparent).contains(DeterministicIds.trace(SampleRun.segment(0, "")));
    provider.close();
  }

  @Test
  void writes_and_draws_a_file() {
    // snippet file
    TraceFile traces = TraceFile.in(folder).content(ContentPolicy.development());
    AgentRuntime runtime = support.runtime(new InMemoryCheckpointStore(), traces);
    RunResult result = runtime.run(
        support.graph(),
        Update.of(SupportCase.QUESTION, "Where is order 1001?"),
        SupportCase.options());
    String tree = TerminalTree.of(traces.path("acme", result.info().run())).render();
    // end
    runtime.close();

    assertThat(tree.lines().toList()).hasSizeGreaterThan(10);
  }

  @Test
  void shows_on_the_page_what_runs_here() throws IOException {
    String page = Files.readString(PAGE).replaceAll("(?m)^ +", "");
    Matcher snippets = Pattern.compile("// snippet (\\w+)\\R(.*?)// end", Pattern.DOTALL)
        .matcher(Files.readString(SELF));

    int found = 0;
    while (snippets.find()) {
      found++;
      assertThat(page)
          .as(snippets.group(1))
          .contains(snippets.group(2).replaceAll("(?m)^ +", "").strip());
    }
    assertThat(found).isEqualTo(5);
  }

  @Test
  void lists_every_name_that_is_emitted() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(Files.readAllLines(Path.of("src/test/resources/emitted-names.txt")))
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
