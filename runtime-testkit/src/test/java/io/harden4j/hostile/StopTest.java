package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.error;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.Effect;
import io.harden4j.effect.Retry;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals that somebody swallows, cancellations at bad moments, and errors where none are expected. */
@Timeout(30)
class StopTest {
  private final Arena arena = new Arena();

  @Test
  void a_question_suspends_even_where_parallel_streams_swallow_every_throwable() {
    AtomicInteger afterwards = new AtomicInteger();
    StateGraph graph = Arena.single(ctx -> {
      IntStream.range(0, 16)
          .parallel()
          .forEach(i -> swallowing(() -> ctx.ask("q" + i % 2, Boolean.class)));
      swallowing(() -> ctx.effect("after", afterwards::incrementAndGet));
      return Update.of(TEXT, "swallowed");
    });

    RunResult result = arena.runtime().run(graph, Update.none(), thread("t"));

    assertThat(questions(result)).isNotEmpty();
    assertThat(result.state().find(TEXT)).isEmpty();
    assertThat(afterwards).hasValue(0);
  }

  private static void swallowing(Runnable call) {
    try {
      call.run();
    } catch (Throwable swallowed) {
      assertThat(swallowed).isInstanceOf(ControlSignal.class);
    }
  }

  @Test
  void a_suspended_node_that_throws_something_else_is_suspended_and_not_retried() {
    AtomicInteger entered = new AtomicInteger();
    StateGraph graph = Arena.graph()
        .node(
            "only",
            ctx -> {
              entered.incrementAndGet();
              try {
                return Update.of(OK, ctx.ask("?", Boolean.class));
              } catch (ControlSignal hidden) {
                throw new IllegalStateException("something else", hidden);
              }
            },
            n -> n.retry(Retry.immediately(5)))
        .start("only")
        .edge("only", END)
        .build();

    questions(arena.runtime().run(graph, Update.none(), thread("t")));

    assertThat(entered).hasValue(1);
  }

  private RunResult cancelledOnce(StateGraph graph, CountDownLatch inside) throws Exception {
    AgentRuntime runtime = arena.runtime(graph);
    CompletableFuture<RunResult> running =
        CompletableFuture.supplyAsync(() -> runtime.run(graph, Update.none(), thread("t")));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    runtime.threads().cancel(ANA, "t", "enough");
    return running.get(10, TimeUnit.SECONDS);
  }

  @Test
  void an_effect_that_hides_its_interruption_is_not_tried_again_by_a_cancelled_run()
      throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger executed = new AtomicInteger();
    Effect<Integer> retried = Effect.idempotent(Integer.class).retry(Retry.immediately(5));
    StateGraph graph = Arena.single(ctx -> Update.of(
        TEXT,
        "got "
            + ctx.effect("e", retried, key -> {
              if (executed.incrementAndGet() > 1) {
                return 7;
              }
              inside.countDown();
              try {
                new CountDownLatch(1).await();
                return 0;
              } catch (InterruptedException hidden) {
                throw new IllegalStateException("hidden", hidden);
              }
            })));

    assertThat(cancelledOnce(graph, inside)).isInstanceOf(RunResult.Cancelled.class);
    assertThat(executed).hasValue(1);

    assertThat(arena.runtime(graph).resume(thread("t")).orThrow().get(TEXT)).isEqualTo("got 7");
  }

  @Test
  void a_run_is_cancelled_while_it_waits_for_its_next_attempt() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Retry patient = new Retry(5, Duration.ofMinutes(1), Duration.ofMinutes(1), 0);
    Effect<Integer> retried = Effect.idempotent(Integer.class).retry(patient);
    StateGraph graph = Arena.single(ctx -> Update.of(
        TEXT,
        ""
            + ctx.effect("e", retried, key -> {
              failed.countDown();
              throw new IllegalStateException("no luck");
            })));

    assertThat(cancelledOnce(graph, failed)).isInstanceOf(RunResult.Cancelled.class);
  }

  @Test
  void what_a_timed_out_attempt_does_afterwards_is_refused() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger executed = new AtomicInteger();
    AtomicReference<Throwable> late = new AtomicReference<>();
    StateGraph graph = Arena.graph()
        .node(
            "slow",
            ctx -> {
              if (ctx.attempt() > 1) {
                return Update.of(TEXT, "second attempt");
              }
              awaitStubbornly(go);
              try {
                ctx.effect("late", executed::incrementAndGet);
              } catch (ControlSignal refused) {
                late.set(refused);
              }
              ctx.stage(Update.of(TEXT, "late"));
              done.countDown();
              return Update.of(TEXT, "late");
            },
            n -> n.timeout(Duration.ofMillis(60)).retry(Retry.immediately(2)))
        .node("next", ctx -> {
          go.countDown();
          done.await();
          return Update.of(COUNT, 1L);
        })
        .start("slow")
        .edge("slow", "next")
        .edge("next", END)
        .build();

    RunResult result = arena.runtime().run(graph, Update.none(), thread("t"));

    assertThat(result.orThrow().get(TEXT)).isEqualTo("second attempt");
    assertThat(late.get()).isInstanceOf(ControlSignal.class);
    assertThat(executed).hasValue(0);
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    boolean arrived = false;
    while (!arrived) {
      try {
        latch.await();
        arrived = true;
      } catch (InterruptedException ignored) {
        arrived = false;
      }
    }
  }

  @Test
  void a_store_that_fails_once_in_a_renewal_does_not_end_all_renewals() throws Exception {
    CountDownLatch renewals = new CountDownLatch(3);
    AtomicInteger renewed = new AtomicInteger();
    CheckpointStore store = CrashingStore.watching(
        new InMemoryCheckpointStore(InstantSource.system()), (method, arguments) -> {
          if (method.equals("renew")) {
            renewals.countDown();
            if (renewed.incrementAndGet() == 1) {
              throw new IllegalStateException("connection pool exhausted");
            }
          }
        });
    StateGraph graph = Arena.single(ctx -> Update.of(OK, renewals.await(10, TimeUnit.SECONDS)));

    try (AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(store)
        .defaultPrincipal(ANA)
        .leaseTtl(Duration.ofMillis(900))
        .build()) {
      assertThat(runtime.run(graph, Update.none(), thread("t")).orThrow().get(OK))
          .isTrue();
    }
  }

  @Test
  void a_closed_runtime_changes_nothing() {
    AgentRuntime runtime = arena.runtime();
    runtime.close();

    assertThatThrownBy(
            () -> runtime.run(Arena.single(ctx -> Update.none()), Update.none(), thread("t")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(arena.store.head(new ThreadKey("acme", "t"), "main")).isEmpty();
  }

  @Test
  void for_ever_is_a_time_limit_like_any_other() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    StateGraph graph = Arena.graph()
        .node("only", ctx -> Update.of(OK, true), n -> n.timeout(forever))
        .start("only")
        .edge("only", END)
        .build();
    AgentRuntime runtime =
        arena.builder().budget(Budget.of().wallClock(forever)).build();

    assertThat(runtime
            .run(graph, Update.none(), thread("t").deadline(forever))
            .orThrow()
            .get(OK))
        .isTrue();
  }

  @Test
  void errors_of_nodes_and_routes_are_results_that_can_be_resumed() {
    for (Error error : List.of(new StackOverflowError("deep"), new NoClassDefFoundError("gone"))) {
      AtomicInteger visits = new AtomicInteger();
      StateGraph node = Arena.single(ctx -> {
        if (visits.incrementAndGet() == 1) {
          throw error;
        }
        return Update.of(OK, true);
      });
      StateGraph route = Arena.graph()
          .node("only", ctx -> Update.of(OK, true))
          .start("only")
          .route(
              "only",
              r -> r.by(
                  s -> {
                    if (visits.incrementAndGet() == 1) {
                      throw error;
                    }
                    return END;
                  },
                  END))
          .build();
      for (StateGraph graph : List.of(node, route)) {
        visits.set(0);
        String id = "t" + System.identityHashCode(graph);
        AgentRuntime runtime = arena.runtime(graph);
        assertThat(error(runtime.run(graph, Update.none(), thread(id)))).isSameAs(error);
        assertThat(runtime.resume(thread(id)).orThrow().get(OK)).isTrue();
      }
    }
  }

  @Test
  void an_item_that_cannot_be_stored_is_a_failure_and_no_exception() {
    StateGraph graph = Arena.graph()
        .node("split", ctx -> Update.fanOut("work", List.of(new Object())), n -> n.goesTo("work"))
        .node("work", ctx -> Update.add(LOG, "never"))
        .start("split")
        .edge("work", END)
        .build();

    assertThat(error(arena.runtime().run(graph, Update.none(), thread("t"))))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void a_thread_that_is_interrupted_before_it_calls_is_interrupted_afterwards() {
    StateGraph graph = Arena.graph()
        .node("a", ctx -> Update.add(LOG, "a"))
        .node("b", ctx -> Update.add(LOG, "b"))
        .start("a", "b")
        .edge("a", END)
        .edge("b", END)
        .build();

    Thread.currentThread().interrupt();
    RunResult result = arena.runtime().run(graph, Update.none(), thread("t"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.orThrow().get(LOG)).containsExactly("a", "b");
  }
}
