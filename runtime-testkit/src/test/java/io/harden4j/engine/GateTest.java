package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.harden4j.effect.TransientException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnguardedToolException;
import io.harden4j.testkit.AllowAll;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The one way to a tool. */
class GateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Scene scene = new Scene();
  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final List<AuditRecord> audit = new CopyOnWriteArrayList<>();
  private final AtomicReference<Permit> lastPermit = new AtomicReference<>();
  private final ToolConnector connector = permit -> {
    lastPermit.set(permit);
    frames.add(new String(permit.arguments(), StandardCharsets.UTF_8));
    return ToolResult.ok("refunded");
  };

  private static JsonNode schema() {
    try {
      return JSON.readTree(
          "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"},\"amount\":{\"type\":\"number\"}},"
              + "\"required\":[\"order\"],\"additionalProperties\":false}");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private GuardedTool refund(ToolDeclaration declaration) {
    return new GuardedTool(
        new ToolRef("orders", "refund", "pin1"),
        "orders__refund",
        "Refunds an order",
        schema(),
        declaration,
        connector);
  }

  private AgentRuntime runtime(Guard guard, ToolDeclaration declaration) {
    return scene
        .builder()
        .guard(guard)
        .audit(audit::add)
        .tools(List.of(refund(declaration)))
        .build();
  }

  private final StateGraph graph = Scene.single(ctx -> {
    ToolResult result = ctx.tools("orders").call("refund", Map.of("order", "A-1", "amount", 10));
    return Update.of(TEXT, result.status() + " " + result.code() + " " + result.text());
  });

  @Test
  void without_a_guard_every_call_is_denied_and_the_trace_says_how_to_permit_it() {
    List<String> reasons = new ArrayList<>();
    AgentRuntime runtime = scene
        .builder()
        .tools(List.of(refund(ToolDeclaration.of(Sink.SPEND))))
        .audit(r -> reasons.add(r.reason()))
        .build();

    assertThat(runtime.run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .startsWith("DENIED NO_GUARD");
    assertThat(frames).isEmpty();
    assertThat(reasons).anyMatch(r -> r.contains(".may(\"orders.refund\")"));
  }

  @Test
  void an_allowed_call_sends_the_canonical_bytes_once_with_an_intent_before_and_an_outcome_after() {
    AgentRuntime runtime = runtime(new AllowAll(), ToolDeclaration.of(Sink.SPEND));

    assertThat(runtime.run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo("OK  refunded");
    assertThat(frames).containsExactly("{\"amount\":10,\"order\":\"A-1\"}");
    assertThat(audit)
        .extracting(AuditRecord::phase)
        .containsExactly(
            AuditRecord.Phase.DECISION, AuditRecord.Phase.INTENT, AuditRecord.Phase.OUTCOME);
    assertThatThrownBy(() -> lastPermit.get().arguments())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void where_intent_cannot_be_written_everything_but_a_read_is_denied() {
    for (Sink sink : Sink.values()) {
      frames.clear();
      AgentRuntime runtime = scene
          .builder()
          .guard(new AllowAll())
          .tools(List.of(refund(ToolDeclaration.of(sink))))
          .audit(r -> {
            throw new IllegalStateException("disk full");
          })
          .build();

      String text =
          runtime.run(graph, Update.none(), thread("t-" + sink)).orThrow().get(TEXT);

      assertThat(text)
          .as(sink.name())
          .startsWith(sink == Sink.READ ? "OK" : "DENIED AUDIT_UNAVAILABLE");
      assertThat(frames).hasSize(sink == Sink.READ ? 1 : 0);
    }
  }

  private static final Guard ASKS = new Guard() {
    @Override
    public Decision decide(GuardRequest request) {
      return new Decision.AskHuman(
          "ask",
          request.call(),
          "Refund " + request.call().arguments().json() + "?",
          "",
          null,
          List.of());
    }

    @Override
    public String policyHash() {
      return "policy-1";
    }
  };

  @Test
  void an_approval_suspends_is_checked_again_and_is_good_for_one_call() {
    AgentRuntime runtime = runtime(ASKS, ToolDeclaration.of(Sink.SPEND));

    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    assertThat(question.kind()).isEqualTo("approval");
    assertThat(question.text()).contains("A-1");
    assertThat(frames).isEmpty();
    runtime.inbox().answer(question, "yes", ANA);

    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).startsWith("OK");
    assertThat(frames).hasSize(1);
    assertThat(audit).extracting(AuditRecord::approval).contains(question.id().value());
  }

  @Test
  void a_refused_call_is_not_made_and_the_node_goes_on() {
    AgentRuntime runtime = runtime(ASKS, ToolDeclaration.of(Sink.SPEND));
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, "no", ANA);

    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT))
        .startsWith("REFUSED REFUSED_BY_HUMAN");
    assertThat(frames).isEmpty();
  }

  @Test
  void an_approval_under_another_policy_or_pin_does_not_count() {
    AgentRuntime runtime = runtime(ASKS, ToolDeclaration.of(Sink.SPEND));
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, "yes", ANA);
    Guard changed = new Guard() {
      @Override
      public Decision decide(GuardRequest request) {
        return ASKS.decide(request);
      }

      @Override
      public String policyHash() {
        return "policy-2";
      }
    };
    AgentRuntime later = scene
        .builder()
        .guard(changed)
        .tools(List.of(refund(ToolDeclaration.of(Sink.SPEND))))
        .graphs(graph)
        .build();

    assertThat(suspended(later.resume(thread("t"))).questions()).hasSize(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void a_role_taken_away_while_suspended_counts_at_once() {
    Guard byRole = request -> request.principal().roles().contains("agent")
        ? ASKS.decide(request)
        : new Decision.Deny("role", "NOT_PERMITTED", "no", "no role");
    AgentRuntime runtime = runtime(byRole, ToolDeclaration.of(Sink.SPEND));
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, "yes", ANA);

    assertThat(runtime.resume(thread("t").as(ANA.withRoles("guest"))).orThrow().get(TEXT))
        .startsWith("DENIED NOT_PERMITTED");
    assertThat(frames).isEmpty();
  }

  @Test
  void a_guard_that_throws_or_swaps_the_tool_or_demands_the_unknown_denies() {
    Guard throwing = request -> {
      throw new IllegalStateException("bug");
    };
    Guard demanding = request ->
        new Decision.Allow("r", request.call(), List.of(new Obligation("unheard-of", Map.of())));
    Guard swapping = request -> new Decision.Allow(
        "r",
        new io.harden4j.tool.ToolCall(
            new ToolRef("orders", "other", ""), request.call().arguments()),
        List.of());

    for (Guard guard : List.of(throwing, demanding, swapping)) {
      String text = runtime(guard, ToolDeclaration.of(Sink.SPEND))
          .run(graph, Update.none(), thread("t" + guard.hashCode()))
          .orThrow()
          .get(TEXT);
      assertThat(text).startsWith("DENIED");
    }
    assertThat(frames).isEmpty();
  }

  @Test
  void bad_arguments_and_unknown_tools_come_back_as_a_result_a_model_can_read() {
    AgentRuntime runtime = runtime(new AllowAll(), ToolDeclaration.of(Sink.SPEND));
    for (String arguments : List.of(
        "{\"order\":1}",
        "{}",
        "{\"order\":\"a\",\"extra\":1}",
        "{\"order\":\"a\",\"order\":\"b\"}",
        "not json",
        "[]",
        "{\"order\":\"a\",\"amount\":9007199254740993}",
        "{\"order\":\"\\ud800\"}")) {
      StateGraph one = Scene.single(
          ctx -> Update.of(TEXT, ctx.tools().call("refund", arguments).status().name()));
      assertThat(runtime
              .run(one, Update.none(), thread("a" + arguments.hashCode()))
              .orThrow()
              .get(TEXT))
          .as(arguments)
          .isEqualTo("INVALID");
    }
    StateGraph unknown =
        Scene.single(ctx -> Update.of(TEXT, ctx.tools().call("delete_all", "{}").code()));
    assertThat(runtime.run(unknown, Update.none(), thread("u")).orThrow().get(TEXT))
        .isEqualTo("UNKNOWN_TOOL");
    assertThat(frames).isEmpty();
  }

  @Test
  void only_what_may_be_repeated_is_repeated_under_one_key() {
    List<String> keys = new CopyOnWriteArrayList<>();
    ToolConnector flaky = permit -> {
      permit.arguments();
      keys.add(permit.idempotencyKey() + "/" + permit.frame());
      throw new IllegalStateException("reset");
    };
    for (ToolDeclaration declaration : List.of(
        ToolDeclaration.of(Sink.SPEND),
        ToolDeclaration.of(Sink.SPEND)
            .repeatable()
            .retry(io.harden4j.effect.Retry.immediately(3)))) {
      keys.clear();
      GuardedTool tool = new GuardedTool(
          new ToolRef("orders", "refund", ""), "refund", "", schema(), declaration, flaky);
      RunResult result = scene
          .builder()
          .guard(new AllowAll())
          .tools(List.of(tool))
          .build()
          .run(graph, Update.none(), thread("r" + declaration.idempotent()));

      if (declaration.idempotent()) {
        assertThat(result).isInstanceOf(RunResult.Failed.class);
        assertThat(keys).hasSize(3);
        assertThat(keys.stream().map(k -> k.substring(0, k.indexOf('/'))).distinct())
            .hasSize(1);
      } else {
        assertThat(suspended(result).questions())
            .extracting(OpenQuestion::kind)
            .containsExactly("outcome");
        assertThat(keys).hasSize(1);
      }
    }
  }

  @Test
  void a_transient_failure_is_known_to_have_had_no_consequence() {
    ToolConnector busy = permit -> {
      throw new TransientException("not sent", null);
    };
    GuardedTool tool = new GuardedTool(
        new ToolRef("orders", "refund", ""),
        "refund",
        "",
        schema(),
        ToolDeclaration.of(Sink.SPEND),
        busy);

    RunResult result = scene
        .builder()
        .guard(new AllowAll())
        .tools(List.of(tool))
        .build()
        .run(graph, Update.none(), thread("t"));

    assertThat(((RunResult.Failed) result).error()).isInstanceOf(TransientException.class);
  }

  @Test
  void a_model_is_not_offered_a_tool_that_the_gate_did_not_issue() {
    ScriptedChatModel model = ScriptedChatModel.replying("x");
    StateGraph forgot = Scene.single(ctx -> {
      ctx.chatModel(model)
          .chat(ChatRequest.builder()
              .messages(UserMessage.from("hi"))
              .toolSpecifications(ToolSpecification.builder()
                  .name("orders__refund")
                  .description("mine")
                  .build())
              .build());
      return Update.none();
    });

    RunResult result = runtime(new AllowAll(), ToolDeclaration.of(Sink.SPEND))
        .run(forgot, Update.none(), thread("t"));

    assertThat(((RunResult.Failed) result).error())
        .isInstanceOf(UnguardedToolException.class)
        .hasMessageContaining("toolProvider");
    assertThat(model.calls()).isZero();
  }

  @Test
  void a_read_result_carries_the_tools_label_into_the_next_call() {
    List<GuardRequest> seen = new CopyOnWriteArrayList<>();
    Guard watching = request -> {
      seen.add(request);
      return new Decision.Allow("r", request.call(), List.of());
    };
    StateGraph two = Scene.single(ctx -> {
      ctx.tools().call("refund", Map.of("order", ctx.get(TEXT)));
      ctx.tools().call("refund", Map.of("order", "A-2"));
      return Update.of(TEXT, "done");
    });
    AgentRuntime runtime = runtime(watching, ToolDeclaration.of(Sink.READ));

    RunResult result = runtime.run(two, Update.of(TEXT, "A-1"), thread("t"));

    assertThat(seen.get(0).control().integrity()).isEqualTo(io.harden4j.label.Integrity.USER);
    assertThat(seen.get(1).control().integrity()).isEqualTo(io.harden4j.label.Integrity.UNTRUSTED);
    assertThat(seen.get(1).sources()).extracting(l -> l.value()).contains("A-1", "refunded");
    assertThat(result.orThrow().label(TEXT).integrity())
        .isEqualTo(io.harden4j.label.Integrity.UNTRUSTED);
  }

  /** Says on which thread it is called. */
  private record Placed(boolean keepsTime, AtomicReference<Thread> by) implements ToolConnector {
    @Override
    public ToolResult invoke(Permit permit) {
      by.set(Thread.currentThread());
      return ToolResult.ok("");
    }
  }

  private boolean isCalledOnTheNodesThread(
      boolean keepsTime, UnaryOperator<AgentRuntime.Builder> with) {
    AtomicReference<Thread> node = new AtomicReference<>();
    Placed placed = new Placed(keepsTime, new AtomicReference<>());
    GuardedTool plain = refund(ToolDeclaration.of(Sink.READ));
    GuardedTool tool = new GuardedTool(
        plain.ref(), plain.alias(), "", plain.schema(), plain.declaration(), placed);
    AgentRuntime runtime =
        with.apply(scene.builder()).guard(new AllowAll()).tools(List.of(tool)).build();
    StateGraph calls = Scene.single(ctx -> {
      node.set(Thread.currentThread());
      return Update.of(TEXT, ctx.tools().call("refund", Map.of("order", "A-1")).code());
    });
    runtime.run(calls, Update.none(), thread("t-" + keepsTime)).orThrow();
    return node.get().equals(placed.by().get());
  }

  @Test
  void
      a_connector_that_keeps_time_is_called_where_the_node_runs_and_any_other_on_a_thread_that_can_be_abandoned() {
    assertThat(isCalledOnTheNodesThread(true, b -> b)).isTrue();
    assertThat(isCalledOnTheNodesThread(false, b -> b)).isFalse();
  }

  @Test
  void with_a_kill_switch_every_call_is_on_a_thread_that_can_be_abandoned() {
    assertThat(isCalledOnTheNodesThread(true, b -> b.killSwitch(scopes -> Optional.empty())))
        .isFalse();
  }
}
