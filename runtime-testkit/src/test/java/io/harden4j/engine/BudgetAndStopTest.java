package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.COUNT;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Budget;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Retry;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.InvalidIdException;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.BusyPolicy;
import io.harden4j.run.Durability;
import io.harden4j.run.FailureMode;
import io.harden4j.run.MissingPrincipalException;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadBusyException;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetAndStopTest {
  private final Scene scene = new Scene();

  @Test
  void of_eleven_parallel_calls_a_budget_of_ten_lets_exactly_ten_through() {
    AtomicInteger called = new AtomicInteger();
    ScriptedChatModel.Builder script = ScriptedChatModel.builder();
    IntStream.range(0, 11).forEach(i -> script.reply(Reply.text("x").usage(1, 1)));
    ScriptedChatModel model = script.build();
    StateGraph graph = Scene.graph()
        .node("split", ctx -> Update.none())
        .node("call", ctx -> {
          ctx.chat(model).user("n " + ctx.input(Integer.class)).text();
          called.incrementAndGet();
          return Update.of(COUNT, 1L);
        })
        .start("split")
        .fanOut("split", "call", s -> IntStream.range(0, 11).boxed().toList())
        .edge("call", END)
        .build();
    AgentRuntime runtime = scene.builder().budget(Budget.of().modelCalls(10)).build();

    RunResult result = runtime.run(graph, Update.none(), thread("t"));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(((RunResult.OutOfBudget) result).reason()).contains("model calls: 10 used");
    assertThat(model.calls()).isEqualTo(10);
    assertThat(called).hasValue(10);
    assertThat(runtime.resume(thread("t")))
        .as("a resume gives nothing back")
        .isInstanceOf(RunResult.OutOfBudget.class);
    RunResult larger = runtime.resume(thread("t").budget(Budget.of().modelCalls(11)));
    assertThat(larger.orThrow().get(COUNT)).isEqualTo(11L);
    assertThat(model.calls()).as("finished siblings are not called again").isEqualTo(11);
  }

  @Test
  void each_attempt_of_a_model_call_is_charged() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.rateLimited())
        .reply(Reply.unavailable())
        .reply(Reply.text("ok").usage(100, 10))
        .build();
    StateGraph graph =
        Scene.single(ctx -> Update.of(TEXT, ctx.chat(model).user("hi").text()));
    AgentRuntime runtime = scene
        .builder()
        .modelRetry(Retry.immediately(3))
        .prices(new PriceTable(
            List.of(new PriceTable.Price("", new BigDecimal("2"), new BigDecimal("10")))))
        .build();

    RunResult result = runtime.run(graph, Update.none(), thread("t"));

    assertThat(result.orThrow().get(TEXT)).isEqualTo("ok");
    assertThat(result.info().spent().modelCalls()).isEqualTo(3);
    assertThat(result.info().spent().microMoney()).isGreaterThanOrEqualTo(2 * 100 + 10 * 10);
  }

  @Test
  void a_loop_is_bounded_by_steps_and_can_go_on_with_more() {
    StateGraph endless = Scene.graph()
        .node("n", ctx -> Update.of(COUNT, 1L))
        .start("n")
        .route("n", r -> r.when(s -> s.get(COUNT) >= 30, END).otherwise("n"))
        .build();
    AgentRuntime runtime = scene.builder().budget(Budget.of().steps(25)).build();

    RunResult result = runtime.run(endless, Update.none(), thread("t"));
    assertThat(((RunResult.OutOfBudget) result).reason()).contains("super-steps: 25 used");
    assertThat(
            runtime.resume(thread("t").budget(Budget.of().steps(30))).orThrow().get(COUNT))
        .isEqualTo(30L);
  }

  @Test
  void a_cancelled_run_keeps_its_state_and_goes_on_when_resumed() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger entered = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node("first", ctx -> Update.add(LOG, "first"))
        .node("hang", ctx -> {
          if (entered.incrementAndGet() == 1) {
            inside.countDown();
            new CountDownLatch(1).await();
          }
          return Update.add(LOG, "second");
        })
        .start("first")
        .edge("first", "hang")
        .edge("hang", END)
        .build();
    AgentRuntime runtime = scene.runtime();
    CompletableFuture<RunResult> running =
        CompletableFuture.supplyAsync(() -> runtime.run(graph, Update.none(), thread("t")));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> runtime.run(graph, Update.none(), thread("t")))
        .isInstanceOf(ThreadBusyException.class)
        .hasMessageContaining("held by process");
    runtime.threads().cancel(ANA, "t", "enough");

    RunResult result = running.get(10, TimeUnit.SECONDS);
    assertThat(((RunResult.Cancelled) result).reason()).isEqualTo("enough");
    assertThat(runtime.threads().state(ANA, "t").info().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(runtime.resume(thread("t")).orThrow().get(LOG)).containsExactly("first", "second");
  }

  @Test
  void a_deadline_and_a_node_timeout_interrupt_what_hangs() {
    StateGraph hangs = Scene.single(ctx -> {
      new CountDownLatch(1).await();
      return Update.none();
    });
    StateGraph timed = Scene.graph()
        .node(
            "only",
            ctx -> {
              new CountDownLatch(1).await();
              return Update.none();
            },
            n -> n.timeout(Duration.ofMillis(50)))
        .start("only")
        .edge("only", END)
        .build();
    AgentRuntime runtime = scene.runtime();

    assertThat(runtime.run(hangs, Update.none(), thread("a").deadline(Duration.ofMillis(50))))
        .isInstanceOf(RunResult.Cancelled.class);
    RunResult late = runtime.run(timed, Update.none(), thread("b"));
    assertThat(((RunResult.Failed) late).error()).hasMessageContaining("took longer than 50 ms");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void closing_lets_the_step_finish_and_leaves_a_resumable_thread() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    StateGraph graph = Scene.graph()
        .node("a", ctx -> {
          inside.countDown();
          go.await();
          return Update.add(LOG, "a");
        })
        .node("b", ctx -> Update.add(LOG, "b"))
        .start("a")
        .edge("a", "b")
        .edge("b", END)
        .build();
    AgentRuntime runtime = scene.runtime();
    CompletableFuture<RunResult> running =
        CompletableFuture.supplyAsync(() -> runtime.run(graph, Update.none(), thread("t")));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(runtime::close);
    go.countDown();
    closing.get(20, TimeUnit.SECONDS);

    RunResult result = running.get(10, TimeUnit.SECONDS);
    AgentRuntime next = scene.builder().graphs(graph).build();
    assertThat(result.state().get(LOG)).startsWith("a");
    assertThat(next.resume(thread("t")).orThrow().get(LOG)).containsExactly("a", "b");
    assertThatThrownBy(() -> runtime.run(graph, Update.none(), thread("u")))
        .hasMessageContaining("closed");
  }

  @Test
  void a_failure_keeps_finished_siblings_and_a_resume_runs_the_failed_task_only() {
    AtomicInteger good = new AtomicInteger();
    AtomicInteger bad = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node("good", ctx -> Update.add(LOG, "good " + good.incrementAndGet()))
        .node("bad", ctx -> {
          if (bad.incrementAndGet() == 1) {
            throw new IllegalStateException("no luck");
          }
          return Update.add(LOG, "bad " + ctx.attempt());
        })
        .start("good", "bad")
        .edge("good", END)
        .edge("bad", END)
        .build();
    AgentRuntime runtime = scene.runtime();

    RunResult.Failed failed = (RunResult.Failed) runtime.run(graph, Update.none(), thread("t"));
    assertThat(failed.task()).startsWith("bad");
    assertThat(runtime.resume(thread("t")).orThrow().get(LOG)).containsExactly("bad 2", "good 1");
  }

  @Test
  void fail_fast_cancels_the_siblings() {
    CountDownLatch started = new CountDownLatch(1);
    StateGraph graph = Scene.graph()
        .node("slow", ctx -> {
          started.countDown();
          new CountDownLatch(1).await();
          return Update.none();
        })
        .node("bad", ctx -> {
          started.await();
          throw new IllegalStateException("no luck");
        })
        .start("slow", "bad")
        .edge("slow", END)
        .edge("bad", END)
        .build();

    RunResult result =
        scene.runtime().run(graph, Update.none(), thread("t").onFailure(FailureMode.FAIL_FAST));

    assertThat(((RunResult.Failed) result).error()).hasMessage("no luck");
  }

  @Test
  void an_unencodable_value_fails_the_task_and_names_the_key() {
    StateKey<String> odd = StateKey.of("odd", new StateCodec<String>() {
      @Override
      public String name() {
        return "odd";
      }

      @Override
      public byte[] encode(String value) {
        throw new CodecException("does not encode at 'inner.path'", null);
      }

      @Override
      public String decode(byte[] bytes, int schema) {
        return "";
      }
    });
    StateGraph alone = StateGraph.builder("g")
        .state(odd)
        .node("only", ctx -> Update.of(odd, "x"))
        .start("only")
        .edge("only", END)
        .build();
    StateGraph twins = StateGraph.builder("h")
        .state(odd, COUNT)
        .node("a", ctx -> Update.of(odd, "x"))
        .node("b", ctx -> Update.of(COUNT, 1L))
        .start("a", "b")
        .edge("a", END)
        .edge("b", END)
        .build();

    for (StateGraph graph : List.of(alone, twins)) {
      RunResult result = scene.runtime().run(graph, Update.none(), thread("t-" + graph.name()));
      assertThat(((RunResult.Failed) result).error())
          .hasMessageContaining("state key 'odd'")
          .hasMessageContaining("'inner.path'");
    }
  }

  @Test
  void a_new_run_continues_a_completed_thread_and_queued_ones_wait() {
    StateGraph graph = Scene.single(ctx -> Update.of(COUNT, 1L).and(LOG, List.of(ctx.get(TEXT))));
    AgentRuntime runtime = scene.runtime();

    runtime.run(graph, Update.of(TEXT, "one"), thread("t")).orThrow();
    RunResult second =
        runtime.run(graph, Update.of(TEXT, "two"), thread("t").whenBusy(BusyPolicy.QUEUE));

    assertThat(second.orThrow().get(LOG)).containsExactly("one", "two");
    assertThat(second.info().spent().steps()).isEqualTo(1);
  }

  @Test
  void a_per_run_key_starts_afresh_with_each_run() {
    var perRun = io.harden4j.graph.StateKey.counter("tries").perRun();
    StateGraph graph = StateGraph.builder("g")
        .state(perRun, COUNT)
        .node("only", ctx -> Update.of(perRun, 1L).and(COUNT, 1L))
        .start("only")
        .edge("only", END)
        .build();
    AgentRuntime runtime = scene.runtime();

    runtime.run(graph, Update.none(), thread("t")).orThrow();
    RunResult second = runtime.run(graph, Update.none(), thread("t"));

    assertThat(second.orThrow().get(perRun)).isEqualTo(1L);
    assertThat(second.orThrow().get(COUNT)).isEqualTo(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0000b", "line\nbreak", "\ud800"})
  void hostile_ids_are_refused_before_anything_is_written(String id) {
    assertThatThrownBy(() -> thread(id)).isInstanceOf(InvalidIdException.class);
    assertThatThrownBy(() -> RunOptions.thread("x".repeat(10_000)))
        .isInstanceOf(InvalidIdException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/b/../../c",
        "'; DROP TABLE threads; --",
        "\"quoted\"",
        "emoji \ud83d\ude80"
      })
  void ids_that_look_like_attacks_are_data(String id) {
    AgentRuntime runtime = scene.runtime();

    runtime
        .run(Scene.single(ctx -> Update.of(OK, true)), Update.none(), thread(id))
        .orThrow();

    assertThat(runtime.threads().state(ANA, id).values().get(OK)).isTrue();
  }

  @Test
  void what_is_missing_is_named_with_the_line_to_write() {
    StateGraph graph = Scene.single(ctx -> Update.none());

    assertThatThrownBy(() -> AgentRuntime.builder().build().run(graph, Update.none(), thread("t")))
        .isInstanceOf(MissingPrincipalException.class)
        .hasMessageContaining(".as(Principal.of(");
    assertThatThrownBy(() -> scene.runtime().resume(thread("nobody")))
        .isInstanceOf(UnknownThreadException.class);
    RunResult asks = scene
        .runtime()
        .run(
            Scene.single(ctx -> Update.of(OK, ctx.ask("?", Boolean.class))),
            Update.none(),
            thread("n").durability(Durability.NONE));
    assertThat(((RunResult.Failed) asks).error()).hasMessageContaining("Durability.SYNC");
    assertThatThrownBy(() -> suspended(scene
                .runtime()
                .run(
                    Scene.single(ctx -> Update.of(OK, ctx.ask("?", Boolean.class))),
                    Update.none(),
                    thread("s")))
            .orThrow())
        .hasMessageContaining("runtime.resume(RunOptions.thread(\"s\"))");
  }
}
