package io.harden4j.observability;

import static io.harden4j.observability.OtlpSink.id;
import static io.harden4j.observability.OtlpSink.parent;
import static io.harden4j.observability.OtlpSink.text;
import static io.harden4j.observability.OtlpSink.trace;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.Update;
import io.harden4j.observability.otlp.OtlpTelemetry;
import io.harden4j.observability.report.TerminalTree;
import io.harden4j.observability.report.TraceFile;
import io.harden4j.observe.Observer;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real engine on a real graph, paused by one runtime and finished by another, seen by a collector, a trace file and an observer that always throws. */
class EngineTraceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private static Path folder;

  private static OtlpSink sink;
  private static SupportCase support;
  private static RunResult paused;
  private static RunResult finished;

  private static final Logger SAFE =
      (Logger) LoggerFactory.getLogger("io.harden4j.observe.SafeObserver");

  @BeforeAll
  static void run() {
    SAFE.setLevel(Level.OFF);
    sink = new OtlpSink();
    support = new SupportCase();
    CheckpointStore store = new InMemoryCheckpointStore();
    try (OtlpTelemetry telemetry = telemetry();
        AgentRuntime first = runtime(store, telemetry)) {
      paused = first.run(
          support.graph(),
          Update.of(SupportCase.QUESTION, "Where is order 1001?"),
          SupportCase.options());
    }
    try (OtlpTelemetry telemetry = telemetry();
        AgentRuntime second = runtime(store, telemetry)) {
      for (OpenQuestion question : second.inbox().open(SupportCase.ANA)) {
        second.inbox().answer(question, true, SupportCase.ANA);
      }
      finished = second.resume(SupportCase.options());
    }
  }

  private static OtlpTelemetry telemetry() {
    return OtlpTelemetry.builder(sink.endpoint())
        .closeWithin(Duration.ofSeconds(20))
        .build();
  }

  private static AgentRuntime runtime(CheckpointStore store, OtlpTelemetry telemetry) {
    Observer broken = run -> {
      throw new IllegalStateException("an observer that always throws");
    };
    return support.runtime(
        store,
        broken,
        TraceFile.in(folder),
        telemetry.observerBuilder().development().build());
  }

  @AfterAll
  static void stop() {
    SAFE.setLevel(null);
    sink.close();
  }

  @Test
  void the_run_pauses_and_completes_whatever_its_observers_do() {
    assertThat(paused).isInstanceOf(RunResult.Suspended.class);
    assertThat(finished).isInstanceOf(RunResult.Completed.class);
  }

  @Test
  void is_one_trace_with_one_root_and_no_orphan_over_both_runtimes() {
    List<Span> spans = sink.spans();
    Set<String> ids = spans.stream().map(OtlpSink::id).collect(Collectors.toSet());

    assertThat(ids).hasSameSizeAs(spans);
    assertThat(spans).extracting(OtlpSink::trace).containsOnly(trace(spans.get(0)));
    assertThat(spans.stream().filter(s -> parent(s).isEmpty()))
        .extracting(Span::getName)
        .containsExactly("invoke_workflow support");
    assertThat(spans.stream().map(OtlpSink::parent).filter(p -> !p.isEmpty()))
        .allMatch(ids::contains);
    assertThat(spans).allSatisfy(s -> assertThat(text(s, "session.id")).isEqualTo("case-1"));
  }

  @Test
  void tells_the_trace_in_the_result() {
    String traceId = trace(sink.spans().get(0));

    assertThat(paused.info().traceparent()).startsWith("00-" + traceId + "-").endsWith("-01");
    assertThat(finished.info().traceparent()).startsWith("00-" + traceId + "-");
  }

  @Test
  void has_a_span_for_every_kind_of_thing_that_happened() {
    assertThat(sink.spans().stream().map(Span::getName).collect(Collectors.toSet()))
        .contains(
            "invoke_workflow support",
            "node handbook",
            "node orders",
            "node review",
            "retrieval handbook",
            "chat scripted",
            "execute_tool find_order",
            "execute_tool refund",
            "run_guardrail shop-policy",
            "checkpoint write",
            "interrupt ask",
            "resume ask");
  }

  @Test
  void hangs_calls_under_the_node_that_made_them() {
    assertThat(parent(sink.span("retrieval handbook"))).isEqualTo(id(sink.span("node handbook")));
    assertThat(parent(sink.span("execute_tool refund"))).isEqualTo(id(sink.span("node orders")));
    assertThat(parent(sink.span("node orders")))
        .isEqualTo(id(sink.spans("invoke_workflow support").get(0)));
  }

  @Test
  void shows_the_denied_call_as_a_warning_with_its_rule() {
    Span refund = sink.span("execute_tool refund");
    Span guard = sink.spans("run_guardrail shop-policy").stream()
        .filter(s -> parent(s).equals(id(refund)))
        .findFirst()
        .orElseThrow();

    assertThat(refund.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(text(refund, "langfuse.observation.level")).isEqualTo("WARNING");
    assertThat(text(guard, "harden4j.guard.rule")).isEqualTo("no-refunds");
  }

  @Test
  void calls_nothing_an_error_that_is_none() {
    assertThat(sink.spans())
        .allSatisfy(s -> assertThat(s.getStatus().getCode())
            .as(s.getName())
            .isEqualTo(StatusCode.STATUS_CODE_UNSET));
  }

  @Test
  void adds_up_to_the_usage_and_cost_of_the_calls_that_were_made() throws IOException {
    long tokens = 0;
    double cost = 0;
    for (Span span : sink.spans()) {
      String usage = text(span, "langfuse.observation.usage_details");
      tokens += usage.isEmpty()
          ? 0
          : JSON.readTree(usage).get("input").asLong()
              + JSON.readTree(usage).get("output").asLong();
      String money = text(span, "langfuse.observation.cost_details");
      cost += money.isEmpty() ? 0 : JSON.readTree(money).get("total").asDouble();
    }

    assertThat(support.modelCalls()).isEqualTo(2);
    assertThat(tokens).isEqualTo(finished.info().spent().tokens()).isEqualTo(240);
    assertThat(Math.round(cost * 1_000_000))
        .isEqualTo(finished.info().spent().microMoney())
        .isEqualTo(600);
  }

  @Test
  void draws_both_segments_from_the_trace_file() {
    String tree = TerminalTree.of(
            TraceFile.in(folder).path("acme", finished.info().run()))
        .render();

    assertThat(tree)
        .startsWith("run " + finished.info().run()
            + "  support  2 model calls  1 tool call  200 + 40 tokens  cost 0.0006\n")
        .contains(
            "invoke_workflow support segment 0",
            "invoke_workflow support segment 1",
            "deny by rule no-refunds",
            "waits for an answer",
            "resume ask")
        .doesNotContain("not finished", "could not be read", "✗");
  }
}
