package io.harden4j.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What calls of MCP servers look like where they are exported to. */
class McpCallsTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

  private Observation run(Sampler sampler) {
    OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .setSampler(sampler)
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build())
        .setMeterProvider(
            SdkMeterProvider.builder().registerMetricReader(metrics).build())
        .build();
    return OpenTelemetryObserver.of(sdk).start(SampleRun.segment(0, ""));
  }

  /** As the gate and the connector tell it: the guard is asked before the request is made. */
  private static Observation call(Observation of, String outcome, double seconds) {
    Observation call = of.child(ObservationKind.TOOL, "tool:shop.find")
        .attribute(ObservedKeys.TOOL, "find")
        .attribute(ObservedKeys.REMOTE, true);
    call.child(ObservationKind.GUARD, "guard").end();
    facts(call, "tools/call", seconds);
    call.attribute(ObservedKeys.OUTCOME, outcome).end();
    return call;
  }

  private static void facts(Observation of, String method, double seconds) {
    of.attribute("mcp.method.name", method)
        .attribute("mcp.session.id", "s-1")
        .attribute("network.transport", "pipe")
        .attribute("mcp.client.operation.duration", seconds);
  }

  private SpanKind kind(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(s -> s.getName().equals(name))
        .map(SpanData::getKind)
        .findFirst()
        .orElseThrow();
  }

  private Collection<HistogramPointData> points() {
    return points("mcp.client.operation.duration");
  }

  private Collection<HistogramPointData> points(String name) {
    MetricData metric = metrics.collectAllMetrics().stream()
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow();
    assertThat(metric.getUnit()).isEqualTo("s");
    return metric.getHistogramData().getPoints();
  }

  @Test
  void are_spans_of_a_client_and_local_tools_are_not() {
    Observation run = run(Sampler.alwaysOn());
    call(run, "", 0.03);
    run.child(ObservationKind.TOOL, "tool:shop.local").end();
    run.child(ObservationKind.ATTEMPT, "attempt 1")
        .attribute(ObservedKeys.REMOTE, true)
        .end();
    run.end();

    assertThat(kind("execute_tool find")).isEqualTo(SpanKind.CLIENT);
    assertThat(kind("attempt 1")).isEqualTo(SpanKind.CLIENT);
    assertThat(kind("execute_tool shop.local")).isEqualTo(SpanKind.INTERNAL);
    assertThat(spans.getFinishedSpanItems().toString())
        .doesNotContain("tool.remote", "operation.duration");
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(
            spans.getFinishedSpanItems().stream().map(SpanData::getName).toList()));
  }

  private static Observation request(Observation of, ObservationKind kind, String method) {
    return of.child(kind, "tool:shop." + method)
        .attribute(ObservedKeys.TOOL, method)
        .attribute(ObservedKeys.REMOTE, true)
        .attribute("mcp.method.name", method);
  }

  @Test
  void are_named_by_their_method_where_they_call_no_tool() {
    Observation run = run(Sampler.alwaysOn());
    Observation read = request(run, ObservationKind.TOOL, "resources/read");
    read.child(ObservationKind.GUARD, "guard").end();
    request(read, ObservationKind.ATTEMPT, "resources/read")
        .attribute(ObservedKeys.ATTEMPT, 1L)
        .end();
    read.end();
    request(run, ObservationKind.TOOL, "prompts/get")
        .attribute("rpc.response.status_code", "-32602")
        .attribute(ObservedKeys.OUTCOME, "MCP_REFUSED")
        .end();
    request(run, ObservationKind.TOOL, "completion/complete")
        .attribute(ObservedKeys.OUTCOME, "denied")
        .end();
    run.end();

    for (String name : List.of("resources/read", "attempt 1")) {
      assertThat(span(name).getKind()).isEqualTo(SpanKind.CLIENT);
      assertThat(span(name).getAttributes().asMap())
          .containsEntry(Names.LF_TYPE, "span")
          .containsEntry(Names.LF_LEVEL, "DEBUG")
          .containsEntry(Names.MCP_METHOD, "resources/read")
          .doesNotContainKeys(Names.OPERATION, Names.TOOL_NAME, Names.TOOL_TYPE);
    }
    assertThat(span("prompts/get").getAttributes().asMap())
        .containsEntry(Names.ERROR_TYPE, "-32602")
        .containsEntry(Names.RPC_STATUS, "-32602")
        .doesNotContainKey(Names.LF_LEVEL);
    assertThat(span("completion/complete").getAttributes().asMap())
        .containsEntry(Names.LF_LEVEL, "WARNING");
  }

  @Test
  void are_measured_by_method_tool_transport_and_error_alone() {
    Observation run = run(Sampler.alwaysOn());
    call(run, "", 0.03);
    call(run, "", 0.04);
    call(run, "TOOL_ERROR", 7);
    Observation read = run.child(ObservationKind.TOOL, "tool:shop.resources/read");
    facts(read, "resources/read", 0.5);
    read.end();
    run.child(ObservationKind.TOOL, "tool:shop.local").end();
    run.end();

    assertThat(points()).hasSize(3).anySatisfy(point -> {
      assertThat(point.getCount()).isEqualTo(2);
      assertThat(point.getSum()).isEqualTo(0.07);
      assertThat(point.getBoundaries()).startsWith(0.01).endsWith(300.0);
      assertThat(point.getAttributes())
          .isEqualTo(Attributes.builder()
              .put("mcp.method.name", "tools/call")
              .put("gen_ai.tool.name", "find")
              .put("network.transport", "pipe")
              .build());
    });
    assertThat(points())
        .anySatisfy(point -> assertThat(point.getAttributes())
            .isEqualTo(Attributes.builder()
                .put("mcp.method.name", "tools/call")
                .put("gen_ai.tool.name", "find")
                .put("network.transport", "pipe")
                .put("error.type", "tool_error")
                .build()));
    assertThat(points())
        .anySatisfy(point -> assertThat(point.getAttributes())
            .isEqualTo(Attributes.builder()
                .put("mcp.method.name", "resources/read")
                .put("network.transport", "pipe")
                .build()));
  }

  @Test
  void are_measured_in_runs_that_are_not_sampled_too() {
    Observation run = run(Sampler.alwaysOff());
    call(run.child(ObservationKind.NODE, "n"), "", 0.03);
    run.end();

    assertThat(spans.getFinishedSpanItems()).isEmpty();
    assertThat(points())
        .singleElement()
        .satisfies(point -> assertThat(point.getCount()).isOne());
  }

  @Test
  void belong_to_sessions_that_are_measured_too() {
    OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setMeterProvider(
            SdkMeterProvider.builder().registerMetricReader(metrics).build())
        .build();
    OpenTelemetryObserver observer = OpenTelemetryObserver.of(sdk);
    Map<String, String> attributes = Map.of("network.transport", "pipe");

    observer.took("mcp.client.session.duration", Duration.ofMillis(1500), attributes);
    observer.took("mcp.client.session.duration", Duration.ofMillis(500), attributes);

    assertThat(points("mcp.client.session.duration")).singleElement().satisfies(point -> {
      assertThat(point.getSum()).isEqualTo(2);
      assertThat(point.getCount()).isEqualTo(2);
      assertThat(point.getAttributes())
          .isEqualTo(Attributes.builder().put("network.transport", "pipe").build());
    });
  }
}
