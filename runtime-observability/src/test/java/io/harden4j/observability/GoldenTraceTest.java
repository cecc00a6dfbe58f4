package io.harden4j.observability;

import static io.harden4j.observability.OtlpSink.id;
import static io.harden4j.observability.OtlpSink.names;
import static io.harden4j.observability.OtlpSink.number;
import static io.harden4j.observability.OtlpSink.parent;
import static io.harden4j.observability.OtlpSink.text;
import static io.harden4j.observability.OtlpSink.trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.observability.otlp.OtlpTelemetry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One support case over two segments, sent by two SDKs as if by two processes, decoded with OpenTelemetry's own protobuf classes. */
class GoldenTraceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> IDENTITY = List.of(
      "session.id",
      "user.id",
      "langfuse.trace.name",
      "gen_ai.conversation.id",
      "harden4j.run.id",
      "harden4j.graph.name",
      "harden4j.segment");

  private static OtlpSink sink;

  @BeforeAll
  static void send() {
    sink = new OtlpSink();
    String traceparent;
    try (OtlpTelemetry telemetry = telemetry()) {
      traceparent = SampleRun.first(telemetry.observerBuilder().development().build());
    }
    try (OtlpTelemetry telemetry = telemetry()) {
      SampleRun.second(telemetry.observerBuilder().development().build(), traceparent);
    }
  }

  private static OtlpTelemetry telemetry() {
    return OtlpTelemetry.builder(sink.endpoint())
        .langfuse("pk-lf-test", "sk-lf-test")
        .closeWithin(Duration.ofSeconds(20))
        .build();
  }

  /** Leaves the export behind, for whoever wants to push it through a back end's own mapper. */
  @AfterAll
  static void keep() throws IOException {
    Path folder = Files.createDirectories(Path.of("target/golden"));
    ExportTraceServiceRequest all = ExportTraceServiceRequest.newBuilder()
        .addAllResourceSpans(sink.resources())
        .build();
    Files.write(folder.resolve("trace.pb"), all.toByteArray());
    Files.write(
        folder.resolve("emitted-names.txt"),
        sink.spans().stream()
            .flatMap(s -> names(s).stream())
            .distinct()
            .sorted()
            .toList());
  }

  @AfterAll
  static void stop() {
    sink.close();
  }

  @Test
  void is_one_trace_with_one_root_and_no_orphan() {
    List<Span> spans = sink.spans();
    Set<String> ids = spans.stream().map(OtlpSink::id).collect(Collectors.toSet());

    assertThat(spans).hasSize(22);
    assertThat(ids).hasSameSizeAs(spans);
    assertThat(spans).extracting(OtlpSink::trace).containsOnly(trace(spans.get(0)));
    assertThat(spans.stream().filter(s -> parent(s).isEmpty())).hasSize(1);
    assertThat(spans.stream().map(OtlpSink::parent).filter(p -> !p.isEmpty()))
        .allMatch(ids::contains);
  }

  @Test
  void has_a_trace_id_made_from_the_id_of_the_run() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(SampleRun.RUN.getBytes(StandardCharsets.UTF_8));

    assertThat(trace(sink.spans().get(0))).isEqualTo(HexFormat.of().formatHex(hash, 0, 16));
  }

  @Test
  void continues_the_second_segment_under_the_first() {
    List<Span> segments = sink.spans("invoke_workflow support");

    assertThat(segments).hasSize(2);
    assertThat(parent(segments.get(1))).isEqualTo(id(segments.get(0)));
    assertThat(segments).extracting(s -> number(s, "harden4j.segment")).containsExactly(0L, 1L);
  }

  @Test
  void says_who_and_where_on_every_span() {
    assertThat(sink.spans()).allSatisfy(span -> assertThat(names(span)).containsAll(IDENTITY));
    assertThat(sink.spans()).allSatisfy(span -> {
      assertThat(text(span, "session.id")).isEqualTo("case-42");
      assertThat(text(span, "user.id")).isEqualTo("ana");
      assertThat(text(span, "langfuse.trace.name")).isEqualTo("support");
    });
  }

  @Test
  void types_every_span_in_lower_case() {
    assertThat(type("invoke_workflow support")).isEqualTo("agent");
    assertThat(type("node review")).isEqualTo("chain");
    assertThat(type("chat qwen2.5:7b")).isEqualTo("generation");
    assertThat(type("embeddings minilm")).isEqualTo("embedding");
    assertThat(type("retrieval handbook")).isEqualTo("retriever");
    assertThat(type("run_guardrail standard")).isEqualTo("guardrail");
    assertThat(type("execute_tool find_order")).isEqualTo("tool");
    assertThat(type("checkpoint write")).isEqualTo("span");
    assertThat(type("interrupt approval")).isEqualTo("event");
    assertThat(type("resume approval")).isEqualTo("event");
    assertThat(sink.spans())
        .allSatisfy(s -> assertThat(text(s, "langfuse.observation.type")).isNotEmpty());
  }

  private static String type(String name) {
    return text(sink.spans(name).get(0), "langfuse.observation.type");
  }

  @Test
  void says_node_and_step_for_the_graph_view() {
    Span node = sink.span("node orders");

    assertThat(text(node, "langfuse.observation.metadata.langgraph_node")).isEqualTo("orders");
    assertThat(number(node, "langfuse.observation.metadata.langgraph_step")).isEqualTo(1);
    assertThat(node.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
  }

  @Test
  void describes_a_model_call_with_disjoint_usage_and_its_cost() throws IOException {
    Span call = sink.spans("chat qwen2.5:7b").stream()
        .filter(s -> number(s, "gen_ai.usage.input_tokens") == 120)
        .findFirst()
        .orElseThrow();

    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(text(call, "gen_ai.operation.name")).isEqualTo("chat");
    assertThat(text(call, "gen_ai.provider.name")).isEqualTo("ollama");
    assertThat(text(call, "gen_ai.request.model")).isEqualTo("qwen2.5:7b");
    assertThat(JSON.readTree(text(call, "langfuse.observation.usage_details")))
        .isEqualTo(JSON.readTree("{\"input\":120,\"output\":30}"));
    assertThat(JSON.readTree(text(call, "langfuse.observation.cost_details")))
        .isEqualTo(JSON.readTree("{\"total\":0.00125}"));
  }

  @Test
  void shows_messages_in_the_chat_completions_shape() throws IOException {
    Span call = sink.spans("chat qwen2.5:7b").get(0);

    JsonNode input = JSON.readTree(text(call, "langfuse.observation.input"));
    JsonNode output = JSON.readTree(text(call, "langfuse.observation.output"));

    assertThat(input.get(0).get("role").asText()).isEqualTo("user");
    assertThat(input.get(0).get("content").asText()).isEqualTo(SampleRun.QUESTION);
    assertThat(output.get("role").asText()).isEqualTo("assistant");
    assertThat(output.at("/tool_calls/0/function/name").asText()).isEqualTo("find_order");
  }

  @Test
  void counts_usage_on_calls_alone_so_that_the_sum_is_what_was_used() throws IOException {
    long input = 0;
    long output = 0;
    for (Span span : sink.spans()) {
      String usage = text(span, "langfuse.observation.usage_details");
      if (!usage.isEmpty()) {
        input += JSON.readTree(usage).get("input").asLong();
        output += JSON.readTree(usage).get("output").asLong();
        assertThat(text(span, "langfuse.observation.type")).isIn("generation", "embedding");
      }
    }

    assertThat(input).isEqualTo(120 + 70 + 4);
    assertThat(output).isEqualTo(30 + 9);
    assertThat(sink.spans().stream().filter(s -> names(s).contains("gen_ai.usage.input_tokens")))
        .hasSize(3);
  }

  @Test
  void marks_failures_as_errors_without_a_level() {
    Span failed = sink.span("execute_tool track");

    assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(failed.getStatus().getMessage()).isEqualTo("no answer");
    assertThat(text(failed, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(names(failed)).doesNotContain("langfuse.observation.level");
    assertThat(failed.getEventsList()).isEmpty();
  }

  @Test
  void marks_denials_and_interrupts_as_warnings_not_errors() {
    for (String name : List.of("execute_tool refund", "interrupt approval", "node review")) {
      Span span = sink.spans(name).get(0);

      assertThat(span.getStatus().getCode()).as(name).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(text(span, "langfuse.observation.level")).as(name).isEqualTo("WARNING");
      assertThat(text(span, "langfuse.observation.status_message")).as(name).isNotEmpty();
    }
  }

  @Test
  void says_which_rule_denied() throws IOException {
    Span guard = sink.spans("run_guardrail standard").stream()
        .filter(s -> text(s, "gen_ai.guardrail.verdict.type").equals("deny"))
        .findFirst()
        .orElseThrow();

    assertThat(text(guard, "harden4j.guard.rule")).isEqualTo("ungrounded-destination");
    assertThat(text(guard, "gen_ai.guardrail.action.type")).isEqualTo("block");
    assertThat(text(guard, "langfuse.observation.status_message"))
        .isEqualTo("deny by rule ungrounded-destination");
    assertThat(JSON.readTree(text(guard, "langfuse.observation.output"))
            .get("rule")
            .asText())
        .isEqualTo("ungrounded-destination");
    assertThat(parent(guard)).isEqualTo(id(sink.span("execute_tool refund")));
  }

  @Test
  void keeps_checkpoints_at_debug_and_their_state_to_itself() {
    assertThat(sink.spans("checkpoint write")).hasSize(4).allSatisfy(span -> {
      assertThat(text(span, "langfuse.observation.level")).isEqualTo("DEBUG");
      assertThat(number(span, "harden4j.checkpoint.bytes")).isEqualTo(2_048);
      assertThat(names(span))
          .doesNotContain("langfuse.observation.input", "langfuse.observation.output");
    });
  }

  @Test
  void links_a_resume_to_the_segment_that_was_interrupted() {
    Span resume = sink.span("resume approval");

    assertThat(resume.getLinksList()).hasSize(1);
    assertThat(resume.getLinks(0).getSpanId())
        .isEqualTo(sink.spans("invoke_workflow support").get(0).getSpanId());
    assertThat(number(resume, "langfuse.observation.metadata.wait_ms")).isEqualTo(61_000);
  }

  @Test
  void sets_input_and_output_both_or_neither_and_always_as_json() {
    assertThat(sink.spans()).allSatisfy(span -> {
      List<String> names = names(span);
      assertThat(names.contains("langfuse.observation.input"))
          .isEqualTo(names.contains("langfuse.observation.output"));
      if (names.contains("langfuse.observation.input")) {
        JSON.readTree(text(span, "langfuse.observation.input"));
        JSON.readTree(text(span, "langfuse.observation.output"));
      }
    });
    assertThat(names(sink.spans("invoke_workflow support").get(1)))
        .contains("langfuse.observation.output");
  }

  @Test
  void shows_what_a_human_is_asked_and_answers() {
    assertThat(text(sink.span("interrupt approval"), "langfuse.observation.input"))
        .isEqualTo("\"Refund 20 EUR?\"");
    assertThat(text(sink.span("interrupt approval"), "langfuse.observation.output"))
        .isEqualTo("null");
    assertThat(text(sink.span("resume approval"), "langfuse.observation.input"))
        .isEqualTo("\"yes\"");
  }

  @Test
  void leaves_out_what_langfuse_would_misread() {
    Set<String> generic = Set.of("input", "output", "prompt", "events", "model", "tool_arguments");
    Set<String> contentTwins = Set.of(
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.retrieval.documents",
        "gen_ai.retrieval.query.text",
        "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result",
        "gen_ai.prompt.name");

    for (Span span : sink.spans()) {
      assertThat(names(span))
          .doesNotContainAnyElementsOf(generic)
          .doesNotContainAnyElementsOf(contentTwins);
      for (KeyValue attribute : span.getAttributesList()) {
        assertThat(attribute.getValue().hasKvlistValue()).as(attribute.getKey()).isFalse();
        assertThat(attribute.getValue().hasArrayValue()
                && attribute.getValue().getArrayValue().getValuesCount() == 0)
            .as(attribute.getKey())
            .isFalse();
      }
    }
  }

  @Test
  void never_sends_vectors() {
    assertThat(sink.wire()).doesNotContain("0.25, 0.5");
  }

  @Test
  void has_a_scope_name_that_switches_on_no_special_parsing() {
    assertThat(sink.resources())
        .allSatisfy(r -> assertThat(r.getScopeSpansList())
            .allSatisfy(s -> assertThat(s.getScope().getName()).isEqualTo("io.harden4j")));
  }

  @Test
  void emits_the_names_that_are_listed_and_no_others() throws IOException {
    Set<String> emitted = new TreeSet<>();
    sink.spans().forEach(s -> emitted.addAll(names(s)));

    assertThat(emitted)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/emitted-names.txt")));
  }
}
