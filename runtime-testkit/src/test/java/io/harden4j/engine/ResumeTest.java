package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.effect.Effect;
import io.harden4j.effect.Retry;
import io.harden4j.graph.Ask;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.Settlement;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private final Scene scene = new Scene();

  private int repeatedBehind(int k) {
    AtomicInteger executed = new AtomicInteger();
    ScriptedChatModel model = ScriptedChatModel.replying("hello");
    StateGraph graph = Scene.single(ctx -> {
      String said = ctx.chat(model).user("say hello").text();
      for (int i = 0; i < k; i++) {
        ctx.effect("effect", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
      }
      boolean ok = ctx.ask("Go on?", Boolean.class);
      return Update.of(OK, ok).and(TEXT, said + ctx.now() + ctx.random().nextInt());
    });
    String id = "k" + k;
    try (AgentRuntime first = scene.runtime()) {
      OpenQuestion question =
          suspended(first.run(graph, Update.none(), thread(id))).questions().get(0);
      first.inbox().answer(question, "yes", ANA);
    }
    try (AgentRuntime second = scene.builder().graphs(graph).build()) {
      assertThat(second.resume(thread(id)).orThrow().get(OK)).isTrue();
    }
    return executed.get() - k + model.calls() - 1;
  }

  @Test
  void nothing_recorded_before_an_interrupt_is_done_again() {
    AtomicInteger siblings = new AtomicInteger();
    StateGraph twins = Scene.graph()
        .node("done", ctx -> Update.add(LOG, "done " + siblings.incrementAndGet()))
        .node("asks", ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
        .start("done", "asks")
        .edge("done", END)
        .edge("asks", END)
        .build();
    try (AgentRuntime runtime = scene.runtime()) {
      OpenQuestion question = suspended(runtime.run(twins, Update.none(), thread("twins")))
          .questions()
          .get(0);
      runtime.inbox().answer(question, true, ANA);
      assertThat(runtime.resume(thread("twins")).orThrow().get(LOG)).containsExactly("done 1");
    }
    Evidence evidence = Evidence.of("resume").put("finishedSiblingsRerun", siblings.get() - 1);
    for (int k : new int[] {1, 5, 20}) {
      int repeated = repeatedBehind(k);
      assertThat(repeated).as("behind %d effects", k).isZero();
      evidence.put("k" + k + ".repeatedEffects", repeated);
    }
    evidence.ran(4).write();
  }

  @Test
  void several_questions_are_open_at_once_and_the_node_re_enters_only_when_all_are_answered() {
    AtomicInteger entered = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> {
      entered.incrementAndGet();
      List<Object> answers =
          ctx.askAll(List.of(Ask.of("Name?", String.class), Ask.of("How many?", Integer.class)));
      return Update.of(TEXT, answers.get(0) + " x " + answers.get(1));
    });
    AgentRuntime runtime = scene.runtime();

    List<OpenQuestion> open =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions();
    assertThat(open).hasSize(2);
    OpenQuestion number =
        open.stream().filter(q -> q.type().equals("integer")).findFirst().orElseThrow();
    runtime.inbox().answer(number, "3", ANA);
    RunResult still = runtime.resume(thread("t"));
    assertThat(suspended(still).questions()).hasSize(1);
    assertThat(entered).hasValue(1);

    runtime.inbox().answer(suspended(still).questions().get(0), "tea", ANA);
    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("tea x 3");
    assertThat(entered).hasValue(2);
  }

  @Test
  void a_node_that_swallows_every_exception_still_suspends() {
    StateGraph graph = Scene.single(ctx -> {
      try {
        ctx.ask("?", Boolean.class);
      } catch (Throwable swallowed) {
        return Update.of(TEXT, "swallowed");
      }
      return Update.of(TEXT, "answered");
    });
    AgentRuntime runtime = scene.runtime();

    RunResult.Suspended waiting = suspended(runtime.run(graph, Update.none(), thread("t")));
    runtime.inbox().answer(waiting.questions().get(0), true, ANA);

    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("answered");
  }

  @Test
  void an_answer_counts_once_and_only_for_those_who_may_give_it() {
    StateGraph graph = Scene.single(ctx ->
        Update.of(OK, ctx.ask(Ask.of("Refund?", Boolean.class).to("supervisor"))));
    AgentRuntime runtime = scene.runtime();
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);

    assertThatThrownBy(() -> runtime.inbox().answer(question, true, ANA))
        .isInstanceOf(AnswerRefusedException.class)
        .extracting(e -> ((AnswerRefusedException) e).result())
        .isEqualTo(AnswerResult.NOT_ALLOWED);
    assertThatThrownBy(() -> runtime.inbox().answer(question.id().value(), true, Scene.EVE))
        .isInstanceOf(AnswerRefusedException.class);
    runtime.inbox().answer(question, true, ANA.withRoles("supervisor"));
    assertThatThrownBy(() -> runtime.inbox().answer(question, false, ANA.withRoles("supervisor")))
        .isInstanceOf(AnswerRefusedException.class);
    assertThat(runtime.resume(thread("t")).orThrow().get(OK)).isTrue();
  }

  @Test
  void an_answer_of_the_wrong_kind_is_refused_with_what_is_wanted() {
    StateGraph graph = Scene.single(ctx -> Update.of(OK, ctx.ask("Sure?", Boolean.class)));
    AgentRuntime runtime = scene.runtime();
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);

    assertThatThrownBy(() -> runtime.inbox().answer(question, "maybe", ANA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[yes, no]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_effect_without_a_clear_outcome_is_settled_by_a_human(boolean happened) {
    AtomicInteger executed = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> {
      int receipt = ctx.effect("charge", Effect.atMostOnce(Integer.class), key -> {
        if (executed.incrementAndGet() == 1) {
          throw new java.io.IOException("connection reset");
        }
        return 7;
      });
      return Update.of(TEXT, "receipt " + receipt);
    });
    AgentRuntime runtime = scene.runtime();

    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    assertThat(question.kind()).isEqualTo("outcome");
    assertThat(question.text()).contains("connection reset").contains("charge");
    runtime
        .inbox()
        .answer(question, happened ? Settlement.didHappen("42") : Settlement.didNotHappen(), ANA);

    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT))
        .isEqualTo(happened ? "receipt 42" : "receipt 7");
    assertThat(executed).hasValue(happened ? 1 : 2);
  }

  @Test
  void a_consequential_request_that_differs_from_the_recorded_one_stops_for_a_human() {
    AtomicReference<String> amount = new AtomicReference<>("10");
    AtomicInteger executed = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> {
      ctx.effect(
          "charge " + amount.get(),
          Effect.idempotent(Integer.class),
          key -> executed.incrementAndGet());
      return Update.of(OK, ctx.ask("?", Boolean.class));
    });
    AgentRuntime runtime = scene.runtime();
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, true, ANA);

    amount.set("10");
    assertThat(runtime.resume(thread("t")).orThrow().get(OK)).isTrue();
    assertThat(executed).hasValue(1);
  }

  @Test
  void a_retried_attempt_finds_what_the_failed_one_recorded() {
    AtomicInteger executed = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node(
            "flaky",
            ctx -> {
              int n = ctx.effect(
                  "once", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
              if (ctx.attempt() < 3) {
                throw new IllegalStateException("attempt " + ctx.attempt());
              }
              return Update.of(TEXT, "attempt " + ctx.attempt() + " effect " + n);
            },
            n -> n.retry(Retry.immediately(3)))
        .start("flaky")
        .edge("flaky", END)
        .build();

    assertThat(scene.runtime().run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo("attempt 3 effect 1");
    assertThat(executed).hasValue(1);
  }

  @Test
  void static_interrupts_stop_before_and_after_a_node() {
    StateGraph graph = Scene.graph()
        .node("a", ctx -> Update.add(LOG, "a"), n -> n.interruptAfter())
        .node("b", ctx -> Update.add(LOG, "b"), n -> n.interruptBefore())
        .start("a")
        .edge("a", "b")
        .edge("b", END)
        .build();
    AgentRuntime runtime = scene.runtime();

    RunResult.Suspended before = suspended(runtime.run(graph, Update.none(), thread("t")));
    assertThat(before.state().get(LOG)).containsExactly("a");
    assertThat(before.questions()).extracting(OpenQuestion::kind).containsExactly("breakpoint");
    runtime.inbox().answer(before.questions().get(0), "yes", ANA);

    assertThat(runtime.resume(thread("t")).orThrow().get(LOG)).containsExactly("a", "b");
  }

  @Test
  void an_expired_question_fails_the_node_with_a_typed_error() {
    StateGraph graph = Scene.single(ctx ->
        Update.of(OK, ctx.ask(Ask.of("?", Boolean.class).within(Duration.ofMinutes(5)))));
    AgentRuntime runtime = scene.runtime();
    OpenQuestion question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);

    scene.clock.advance(Duration.ofMinutes(6));

    assertThatThrownBy(() -> runtime.inbox().answer(question, true, ANA))
        .isInstanceOf(AnswerRefusedException.class);
    assertThat(((RunResult.Failed) runtime.resume(thread("t"))).error())
        .hasMessageContaining("not answered in time");
  }

  @Test
  void a_subgraph_suspends_and_goes_on_inside() {
    AtomicInteger executed = new AtomicInteger();
    StateGraph inner = StateGraph.builder("inner")
        .state(OK, TEXT)
        .node(
            "work",
            ctx -> Update.of(
                TEXT,
                "work "
                    + ctx.effect(
                        "w", Effect.idempotent(Integer.class), key -> executed.incrementAndGet())))
        .node("ask", ctx -> Update.of(OK, ctx.ask("inside?", Boolean.class)))
        .start("work")
        .edge("work", "ask")
        .edge("ask", END)
        .build();
    StateGraph outer = Scene.graph()
        .subgraph("sub", inner, s -> s.out(OK, OK).out(TEXT, TEXT))
        .start("sub")
        .edge("sub", END)
        .build();
    AgentRuntime runtime = scene.runtime();

    OpenQuestion question =
        suspended(runtime.run(outer, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, true, ANA);
    AgentRuntime other = scene.builder().graphs(outer).build();

    assertThat(other.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("work 1");
    assertThat(executed).hasValue(1);
  }

  @Test
  void a_store_that_cannot_record_an_effect_fails_the_task_whatever_the_node_swallows() {
    java.util.concurrent.atomic.AtomicBoolean broken =
        new java.util.concurrent.atomic.AtomicBoolean(true);
    CheckpointStore failing = (CheckpointStore) java.lang.reflect.Proxy.newProxyInstance(
        CheckpointStore.class.getClassLoader(),
        new Class<?>[] {CheckpointStore.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("endEffect") && broken.get()) {
            throw new io.harden4j.checkpoint.CheckpointStoreException("disk full");
          }
          try {
            return method.invoke(scene.store, arguments);
          } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
          }
        });
    StateGraph graph = Scene.single(ctx -> {
      try {
        ctx.effect("pay", Effect.idempotent(Integer.class), key -> 1);
      } catch (RuntimeException swallowed) {
        return Update.of(TEXT, "swallowed");
      }
      return Update.of(TEXT, "paid");
    });
    AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(failing)
        .clock(scene.clock)
        .defaultPrincipal(ANA)
        .build();

    assertThat(((RunResult.Failed) runtime.run(graph, Update.none(), thread("t"))).error())
        .hasMessage("disk full");
    broken.set(false);
    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("paid");
  }
}
