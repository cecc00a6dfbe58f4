package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailResult;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MessageGuardrailsTest {
  private static final Principal ANA = Principal.of("ana", "acme", "agent");

  private static void inNode(Consumer<NodeContext> code) {
    StateGraph graph = StateGraph.builder("g")
        .node("n", ctx -> {
          code.accept(ctx);
          return Update.none();
        })
        .start("n")
        .edge("n", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      runtime.run(graph, Update.none(), RunOptions.thread("t").as(ANA)).orThrow();
    }
  }

  @Test
  void a_message_is_put_to_the_guard_as_a_call_and_passes_where_it_allows() {
    AtomicReference<GuardRequest> asked = new AtomicReference<>();
    Guard guard = request -> {
      asked.set(request);
      return new Decision.Allow("r", request.call(), List.of());
    };

    inNode(ctx -> {
      MessageGuardrails messages = MessageGuardrails.of(guard, ctx);
      assertThat(messages.input().validate(UserMessage.from("hello")).result())
          .isEqualTo(GuardrailResult.Result.SUCCESS);
      assertThat(asked.get().call().tool().qualifiedName()).isEqualTo("message.input");
      assertThat(messages.output().validate(AiMessage.from("hi")).result())
          .isEqualTo(GuardrailResult.Result.SUCCESS);
      assertThat(asked.get().call().tool().qualifiedName()).isEqualTo("message.output");
      assertThat(asked.get().principal()).isEqualTo(ANA);
    });
  }

  @Test
  void a_denial_and_a_question_stop_the_message_and_do_not_repeat_it() {
    Guard deny = request -> new Decision.Deny("r", "NO", "Not this.", "secret reason");
    Guard ask =
        request -> new Decision.AskHuman("r", request.call(), "May canary?", "", null, List.of());

    inNode(ctx -> {
      for (Guard guard : List.of(deny, ask)) {
        MessageGuardrails messages = MessageGuardrails.of(guard, ctx);
        GuardrailResult<?> in = messages.input().validate(UserMessage.from("canary"));
        GuardrailResult<?> out = messages.output().validate(AiMessage.from("canary"));
        assertThat(in.result()).isEqualTo(GuardrailResult.Result.FATAL);
        assertThat(out.result()).isEqualTo(GuardrailResult.Result.FATAL);
        assertThat(in.failures() + " " + out.failures())
            .doesNotContain("canary")
            .doesNotContain("secret");
      }
    });
  }

  @Test
  void a_guard_that_rewrites_the_text_rewrites_the_message() {
    Guard strips = request -> new Decision.Allow(
        "r",
        request
            .call()
            .withArguments(
                CanonicalArguments.of(JsonNodeFactory.instance.objectNode().put("text", "clean"))),
        List.of());

    inNode(ctx -> assertThat(MessageGuardrails.of(strips, ctx)
            .output()
            .validate(AiMessage.from("![x](http://evil.test)"))
            .successfulText())
        .isEqualTo("clean"));
  }

  @Test
  void a_condition_is_fulfilled_on_the_message_and_one_that_nobody_knows_stops_it() {
    Guard obliges = request -> new Decision.Allow(
        "r", request.call(), List.of(new Obligation("mask", Map.of("with", "*"))));

    inNode(ctx -> {
      MessageGuardrails unknowing = MessageGuardrails.of(obliges, ctx);
      GuardrailResult<?> stopped = unknowing.output().validate(AiMessage.from("canary"));
      assertThat(stopped.result()).isEqualTo(GuardrailResult.Result.FATAL);
      assertThat(stopped.failures().toString())
          .contains("UNKNOWN_OBLIGATION")
          .doesNotContain("canary");

      MessageGuardrails masking = unknowing.obligation(
          "mask",
          (obligation, request, result) -> ToolResult.ok(
              result.text().replace("canary", obligation.parameters().get("with"))));
      assertThat(masking.output().validate(AiMessage.from("a canary")).successfulText())
          .isEqualTo("a *");
      MessageGuardrails withholding = unknowing.obligation(
          "mask", (obligation, request, result) -> ToolResult.error("too much"));
      assertThat(withholding.input().validate(UserMessage.from("canary")).result())
          .isEqualTo(GuardrailResult.Result.FATAL);
    });
  }

  @Test
  void a_message_is_decided_on_at_its_time_so_that_windows_of_quotas_end() {
    AtomicReference<GuardRequest> asked = new AtomicReference<>();
    Instant before = Instant.now();

    inNode(ctx -> MessageGuardrails.of(
            request -> {
              asked.set(request);
              return new Decision.Allow("r", request.call(), List.of());
            },
            ctx)
        .input()
        .validate(UserMessage.from("hello")));

    assertThat(asked.get().at()).isAfterOrEqualTo(before);
  }
}
