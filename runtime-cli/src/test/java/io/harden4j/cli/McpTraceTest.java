package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.harden4j.effect.Retry;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.mcp.McpServers;
import io.harden4j.observability.OpenTelemetryObserver;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.Sink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of an MCP call, and what the server gets of the trace. */
class McpTraceTest {
  private static final StateKey<String> TEXT = StateKey.of("text", String.class);

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final List<MetricData> metrics = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
      .setTracerProvider(SdkTracerProvider.builder()
          .addSpanProcessor(SimpleSpanProcessor.create(new Keeps()))
          .build())
      .setMeterProvider(SdkMeterProvider.builder()
          .registerMetricReader(PeriodicMetricReader.create(new KeepsMetrics()))
          .build())
      .build();
  private final OpenTelemetryObserver observer = OpenTelemetryObserver.of(sdk);
  private final HttpServer http = server();
  private volatile boolean toolFails;

  private HttpServer server() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/mcp", exchange -> {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        byte[] answer = answer(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Mcp-Session-Id", "session-7");
        exchange.sendResponseHeaders(
            answer.length == 0 ? 202 : 200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
      });
      server.start();
      return server;
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String answer(String body) {
    var id = Pattern.compile("\"id\":(\\d+)").matcher(body);
    var method = Pattern.compile("\"method\":\"([^\"]+)\"").matcher(body);
    if (!id.find() || !method.find()) {
      return "";
    }
    String answer = method.group(1).equals("resources/read")
        ? read(body)
        : LineServer.answer(method.group(1), "Adds numbers")
            .replace("\"tools\":{}", "\"tools\":{},\"resources\":{}");
    String failing = answer.replace("\"content\"", "\"isError\":true,\"content\"");
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + (toolFails ? failing : answer)
        + "}";
  }

  private static String read(String body) {
    return body.contains("no://")
        ? "\"error\":{\"code\":-32602,\"message\":\"no such resource\"}"
        : "\"result\":{\"contents\":[{\"uri\":\"sums://last\",\"text\":\"3\"}]}";
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private final class Keeps implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private final class KeepsMetrics implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> collected) {
      metrics.addAll(collected);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
      return AggregationTemporality.CUMULATIVE;
    }
  }

  /** Calls the tool and returns the attributes of the call's span. */
  private Attributes call(McpServers servers) {
    call(servers, "sums.add", Map.of("a", 1));
    return span().getAttributes();
  }

  private void call(McpServers servers, String tool, Map<String, Object> arguments) {
    StateGraph graph = StateGraph.builder("adds")
        .state(TEXT)
        .node("add", ctx -> Update.of(TEXT, ctx.tools().call(tool, arguments).text()))
        .start("add")
        .edge("add", StateGraph.END)
        .build();
    try (sdk;
        servers;
        AgentRuntime runtime = AgentRuntime.builder()
            .guard(new AllowAll())
            .tools(servers::tools)
            .observe(observer)
            .build()) {
      runtime
          .run(graph, Update.none(), RunOptions.newThread().as(Principal.of("ana", "acme")))
          .orThrow();
    }
  }

  private SpanData span() {
    return spans.stream()
        .filter(s ->
            s.getName().equals("execute_tool sums.add") || s.getName().equals("execute_tool add"))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(spans.stream().map(SpanData::getName).toList()));
  }

  private McpServers overHttp() {
    URI url = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    return McpServers.builder()
        .measure(observer)
        .http(
            "sums",
            url,
            s -> s.allowPrivateAddresses()
                .declare("add", d -> d.sink(Sink.WRITE_EXTERNAL))
                .resources(d -> d.retry(Retry.NEVER)))
        .build();
  }

  private static Map<String, Object> plain(Attributes attributes) {
    Map<String, Object> all = new java.util.TreeMap<>();
    attributes.forEach((key, value) -> all.put(key.getKey(), value));
    return all;
  }

  @Test
  void a_call_over_http_is_one_span_with_the_names_of_the_conventions() {
    Map<String, Object> seen = plain(call(overHttp()));

    assertThat(seen)
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("gen_ai.tool.name", "add")
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("mcp.protocol.version", "2025-11-25")
        .containsEntry("mcp.session.id", "session-7")
        .containsEntry("network.transport", "tcp")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) http.getAddress().getPort())
        .hasEntrySatisfying("jsonrpc.request.id", id -> assertThat(id).isInstanceOf(String.class))
        .doesNotContainKey("error.type");
    assertThat(span().getKind()).isEqualTo(SpanKind.CLIENT);
  }

  @Test
  void a_call_over_stdio_has_no_address() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = Path.of(
            LineServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
    McpServers servers = McpServers.builder()
        .stdio(
            "sums",
            s -> s.command(java, "-cp", classes, LineServer.class.getName(), "Adds numbers")
                .declare("add", d -> d.sink(Sink.WRITE_EXTERNAL)))
        .build();

    assertThat(plain(call(servers)))
        .containsEntry("network.transport", "pipe")
        .doesNotContainKeys("server.address", "server.port", "mcp.session.id");
  }

  @Test
  void a_tool_that_says_it_failed_is_an_error_of_its_own_type() {
    toolFails = true;

    Attributes seen = call(overHttp());

    assertThat(seen.get(AttributeKey.stringKey("error.type"))).isEqualTo("tool_error");
    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void a_call_is_measured_from_its_sending_to_its_answer() {
    toolFails = true;

    call(overHttp());

    MetricData metric = metrics.stream()
        .filter(m -> m.getName().equals("mcp.client.operation.duration"))
        .findFirst()
        .orElseThrow();
    assertThat(metric.getHistogramData().getPoints()).singleElement().satisfies(point -> {
      double whole = (span().getEndEpochNanos() - span().getStartEpochNanos()) / 1e9;
      assertThat(point.getSum()).isPositive().isLessThan(whole);
      assertThat(plain(point.getAttributes()))
          .isEqualTo(Map.of(
              "mcp.method.name", "tools/call",
              "gen_ai.tool.name", "add",
              "network.transport", "tcp",
              "error.type", "tool_error"));
    });
  }

  @Test
  void a_session_is_measured_from_its_handshake_to_its_end() {
    call(overHttp());

    assertThat(metrics.stream().filter(m -> m.getName().equals("mcp.client.session.duration")))
        .singleElement()
        .satisfies(metric -> assertThat(metric.getHistogramData().getPoints())
            .singleElement()
            .satisfies(point -> assertThat(plain(point.getAttributes()))
                .isEqualTo(
                    Map.of("mcp.protocol.version", "2025-11-25", "network.transport", "tcp"))));
  }

  private List<SpanData> spans(String name) {
    return spans.stream().filter(s -> s.getName().equals(name)).toList();
  }

  @Test
  void another_request_is_a_span_called_by_its_method() {
    call(overHttp(), "sums.resources/read", Map.of("uri", "sums://last"));

    assertThat(spans("resources/read")).singleElement().satisfies(span -> {
      assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
      assertThat(plain(span.getAttributes()))
          .containsEntry("mcp.method.name", "resources/read")
          .hasEntrySatisfying("jsonrpc.request.id", id -> assertThat(id).isInstanceOf(String.class))
          .containsEntry("mcp.resource.uri", "sums://last")
          .containsEntry("mcp.session.id", "session-7")
          .containsEntry("langfuse.observation.type", "span")
          .containsEntry("langfuse.observation.level", "DEBUG")
          .doesNotContainKeys("gen_ai.operation.name", "gen_ai.tool.name");
    });
  }

  @Test
  void a_request_that_the_server_refuses_has_the_code_of_its_answer() {
    call(overHttp(), "sums.resources/read", Map.of("uri", "no://such"));

    assertThat(plain(spans("resources/read").get(0).getAttributes()))
        .containsEntry("rpc.response.status_code", "-32602")
        .containsEntry("error.type", "-32602");
  }

  @Test
  void the_server_is_handed_the_spans_own_traceparent_and_no_baggage() {
    call(overHttp());

    String body =
        bodies.stream().filter(b -> b.contains("tools/call")).findFirst().orElseThrow();
    assertThat(body)
        .contains("\"traceparent\":\"00-" + span().getTraceId() + "-" + span().getSpanId() + "-")
        .doesNotContain("baggage", "acme", "ana");
  }
}
