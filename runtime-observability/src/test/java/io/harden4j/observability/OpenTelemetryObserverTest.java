package io.harden4j.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.RunId;
import io.harden4j.effect.ControlSignal;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.content.Redactor;
import io.harden4j.observability.otlp.HardenIdGenerator;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenTelemetryObserverTest {
  private static final String SECRET = "correct-horse-battery";
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final HardenIdGenerator ids = new HardenIdGenerator();

  private OpenTelemetrySdk sdk(Consumer<SdkTracerProviderBuilder> change) {
    SdkTracerProviderBuilder provider = SdkTracerProvider.builder()
        .setIdGenerator(ids)
        .addSpanProcessor(SimpleSpanProcessor.create(exporter));
    change.accept(provider);
    return OpenTelemetrySdk.builder().setTracerProvider(provider.build()).build();
  }

  private OpenTelemetryObserver.Builder observer() {
    return OpenTelemetryObserver.builder(sdk(p -> {})).ids(ids);
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String text(SpanData span, String name) {
    String value = span.getAttributes().get(AttributeKey.stringKey(name));
    return value == null ? "" : value;
  }

  @Test
  void sends_no_content_by_default() {
    SampleRun.second(observer().build(), SampleRun.first(observer().build()));

    assertThat(exporter.getFinishedSpanItems().toString())
        .doesNotContain(
            SampleRun.QUESTION,
            "late parcels",
            "two passages",
            "order 1001",
            "Refund 20",
            "because of",
            "no answer",
            "socket closed");
    assertThat(span("execute_tool track").getStatus().getDescription())
        .isEqualTo("IllegalStateException caused by IOException");
  }

  @Test
  void keeps_a_planted_secret_off_every_span() {
    OpenTelemetryObserver observer = observer()
        .content(ContentPolicy.development().withRedactor(Redactor.values(List.of(SECRET))))
        .build();
    Observation run = observer
        .start(SampleRun.segment(0, ""))
        .attribute(ObservedKeys.INPUT, "my password is " + SECRET);
    for (ObservationKind kind : ObservationKind.values()) {
      Observation part = run.child(kind, "part " + SECRET);
      part.attribute(ObservedKeys.INPUT, "in " + SECRET)
          .attribute(ObservedKeys.OUTPUT, "out " + SECRET)
          .attribute(ObservedKeys.REASON, "reason " + SECRET)
          .attribute("something.else", SECRET)
          .error(new IllegalStateException("failed with " + SECRET));
      part.end();
    }
    run.end();

    assertThat(exporter.getFinishedSpanItems()).hasSize(ObservationKind.values().length + 1);
    assertThat(exporter.getFinishedSpanItems().toString())
        .doesNotContain(SECRET)
        .contains(Redactor.MASK);
  }

  @Test
  void keeps_identity_when_the_sdk_reaches_its_attribute_limit() {
    OpenTelemetrySdk small = sdk(
        p -> p.setSpanLimits(SpanLimits.builder().setMaxNumberOfAttributes(8).build()));

    SampleRun.first(OpenTelemetryObserver.builder(small).development().build());

    assertThat(exporter.getFinishedSpanItems()).isNotEmpty().allSatisfy(s -> {
      assertThat(text(s, "session.id")).isEqualTo("case-42");
      assertThat(text(s, "harden4j.run.id")).isEqualTo("run-7");
    });
  }

  @Test
  void a_recovering_process_gives_runs_and_nodes_the_same_ids() {
    SampleRun.first(observer().build());
    Set<String> before = idsOf("invoke_workflow support", "node handbook", "node orders");
    exporter.reset();

    SampleRun.first(observer().build());

    assertThat(before)
        .hasSize(3)
        .isEqualTo(idsOf("invoke_workflow support", "node handbook", "node orders"));
  }

  private Set<String> idsOf(String... names) {
    return exporter.getFinishedSpanItems().stream()
        .filter(s -> List.of(names).contains(s.getName()))
        .map(SpanData::getSpanId)
        .collect(Collectors.toSet());
  }

  @Test
  void never_gives_one_id_to_two_spans_of_a_segment() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    for (int i = 0; i < 2; i++) {
      run.child(ObservationKind.NODE, "twin")
          .attribute(ObservedKeys.STEP, 1L)
          .attribute(ObservedKeys.ATTEMPT, 1L)
          .end();
    }
    run.child(ObservationKind.NODE, "twin")
        .attribute(ObservedKeys.STEP, 1L)
        .attribute(ObservedKeys.ATTEMPT, 2L)
        .end();
    run.end();

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getSpanId)
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void continues_the_trace_of_the_caller() {
    Observation run = observer().build().start(SampleRun.segment(0, CALLER));
    String traceparent = run.traceparent();
    run.end();

    SpanData root = span("invoke_workflow support");
    assertThat(root.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(root.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(traceparent).isEqualTo("00-" + root.getTraceId() + "-" + root.getSpanId() + "-01");
  }

  @Test
  void starts_a_trace_of_its_own_if_the_stored_context_is_garbage() {
    observer().build().start(SampleRun.segment(1, "\u0000nonsense")).end();

    assertThat(span("invoke_workflow support").getParentSpanContext().isValid()).isFalse();
    assertThat(span("invoke_workflow support").getTraceId())
        .isEqualTo(DeterministicIds.trace(SampleRun.segment(1, "")));
  }

  @Test
  void works_with_an_sdk_whose_ids_it_cannot_choose() {
    OpenTelemetryObserver plain = OpenTelemetryObserver.of(sdk(p -> {}));

    SampleRun.second(plain, SampleRun.first(plain));

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .hasSize(22)
        .containsOnly(span("node orders").getTraceId());
  }

  @Test
  void keeps_nothing_of_a_run_that_is_not_sampled_but_hands_the_decision_on() {
    OpenTelemetryObserver observer =
        OpenTelemetryObserver.of(sdk(p -> p.setSampler(Sampler.parentBased(Sampler.alwaysOff()))));

    Observation run = observer.start(SampleRun.segment(0, ""));
    Observation node = run.child(ObservationKind.NODE, "n");

    assertThat(node.isRecording()).isFalse();
    assertThat(run.traceparent()).endsWith("-00");
    assertThat(node.traceparent()).endsWith("-00");
    node.end();
    run.end();
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void treats_control_signals_as_warnings() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.child(ObservationKind.NODE, "n")
        .error(new ControlSignal(ControlSignal.Kind.SUSPENDED, "waits"))
        .end();
    run.end();

    assertThat(span("node n").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(text(span("node n"), "langfuse.observation.level")).isEqualTo("WARNING");
  }

  @Test
  void calls_a_run_that_says_failed_an_error() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.attribute(ObservedKeys.OUTCOME, "failed").end();

    assertThat(span("invoke_workflow support").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
  }

  @Test
  void calls_a_tool_result_with_an_error_code_an_error() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.child(ObservationKind.TOOL, "tool:shop.find")
        .attribute(ObservedKeys.TOOL, "find")
        .attribute(ObservedKeys.OUTCOME, "TOOL_ERROR")
        .end();
    run.end();

    assertThat(span("execute_tool find").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(span("execute_tool find"), "error.type")).isEqualTo("tool_error");
  }

  @Test
  void never_sends_negative_usage_and_no_usage_where_none_is_known() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.child(ObservationKind.MODEL, "model:a")
        .attribute(ObservedKeys.INPUT_TOKENS, -5L)
        .attribute(ObservedKeys.OUTPUT_TOKENS, 3L)
        .end();
    run.child(ObservationKind.MODEL, "model:b")
        .attribute(ObservedKeys.INPUT_TOKENS, 0L)
        .attribute(ObservedKeys.OUTPUT_TOKENS, 0L)
        .end();
    run.end();

    assertThat(text(span("chat a"), "langfuse.observation.usage_details"))
        .isEqualTo("{\"input\":0,\"output\":3}");
    assertThat(text(span("chat b"), "langfuse.observation.usage_details")).isEmpty();
  }

  @Test
  void puts_facts_it_does_not_know_under_a_prefix_of_ours() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.child(ObservationKind.EFFECT, "effect:mail")
        .attribute("prompt", "x")
        .attribute("model", "y")
        .end();
    run.end();

    assertThat(text(span("effect mail"), "harden4j.fact.prompt")).isEqualTo("x");
    assertThat(text(span("effect mail"), "prompt")).isEmpty();
  }

  @Test
  void speaks_the_conventions_alone_if_asked_to() {
    OpenTelemetryObserver observer =
        observer().development().profile(Profile.CONVENTIONS).build();

    SampleRun.first(observer);

    assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain("langfuse.");
    assertThat(text(span("chat qwen2.5:7b"), "gen_ai.input.messages")).contains(SampleRun.QUESTION);
    assertThat(text(span("execute_tool find_order"), "gen_ai.tool.call.result")).contains("late");
  }

  @Test
  void ends_once_whatever_is_called_afterwards() {
    Observation run = observer().build().start(SampleRun.segment(0, ""));
    run.end();
    run.attribute(ObservedKeys.OUTCOME, "failed")
        .error(new IllegalStateException())
        .end();

    assertThat(exporter.getFinishedSpanItems()).hasSize(1);
    assertThat(span("invoke_workflow support").getStatus().getStatusCode())
        .isEqualTo(StatusCode.UNSET);
  }

  @Test
  void makes_other_ids_for_other_runs() {
    assertThat(DeterministicIds.trace(SampleRun.segment("run-1", 0, "")))
        .isNotEqualTo(DeterministicIds.trace(SampleRun.segment("run-2", 0, "")));
    assertThat(new RunId("run-1").toString()).isEqualTo("run-1");
  }
}
