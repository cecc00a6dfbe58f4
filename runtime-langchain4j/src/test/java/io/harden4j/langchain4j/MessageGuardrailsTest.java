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
import java.util.List;
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
}
