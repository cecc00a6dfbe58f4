package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.effect.Effect;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.MissingPrincipalException;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.run.ThreadSuspendedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that go on with threads nobody works on. They look on their own only once in an hour here: what they learn, something told them. */
@Timeout(60)
class RunWorkerTest {
  private final Scene scene = new Scene();
  private final BlockingQueue<RunResult> ended = new LinkedBlockingQueue<>();
  private final List<AgentRuntime> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(AgentRuntime::close);
  }

  private AgentRuntime runtime(StateGraph... graphs) {
    AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(scene.store)
        .clock(scene.clock)
        .graphs(graphs)
        .build();
    opened.add(runtime);
    return runtime;
  }

  private RunWorker.Builder worker(AgentRuntime runtime) {
    return runtime.worker().poll(Duration.ofHours(1)).onEnd(ended::add);
  }

  private RunResult next() throws InterruptedException {
    RunResult result = ended.poll(20, TimeUnit.SECONDS);
    assertThat(result).as("a segment ends").isNotNull();
    return result;
  }

  private static RunOptions as(Principal who, String id) {
    return thread(id).as(who);
  }

  private RunStatus status(String tenant, String id) {
    return scene
        .store
        .head(new ThreadKey(tenant, id), CheckpointRef.MAIN)
        .orElseThrow()
        .checkpoint()
        .status();
  }

  private static StateGraph named(String name, Node node) {
    return StateGraph.builder(name)
        .state(TEXT, LOG)
        .node("only", node)
        .start("only")
        .edge("only", END)
        .build();
  }

  @Test
  void a_submitted_run_is_recorded_at_once_and_done_by_a_worker_for_its_own_principal()
      throws Exception {
    StateGraph graph = Scene.single(ctx -> Update.of(TEXT, ctx.principal().describe()));
    Principal bob = new Principal(
        "bob",
        new io.harden4j.identity.Tenant("acme"),
        Set.of("cook", "agent"),
        Set.of("kitchen"),
        Map.of("authentication", "mfa"));

    var info = runtime(graph).submit(graph, Update.none(), as(bob, "t"));
    assertThat(info.checkpoint()).isEqualTo(1);
    assertThat(status("acme", "t")).isEqualTo(RunStatus.RUNNING);
    assertThat(scene.store.holder(new ThreadKey("acme", "t"))).isEmpty();
    worker(runtime(graph)).start();

    RunResult result = next();
    assertThat(result.info().run()).isEqualTo(info.run());
    assertThat(result.orThrow().get(TEXT))
        .isEqualTo("'bob' of tenant 'acme' with roles [agent, cook]");
  }

  @Test
  void submitting_to_a_thread_whose_run_has_not_ended_is_refused() {
    StateGraph graph = Scene.single(ctx -> Update.none());
    AgentRuntime runtime = runtime(graph);
    runtime.submit(graph, Update.none(), as(ANA, "t"));

    assertThatThrownBy(() -> runtime.submit(graph, Update.none(), as(ANA, "t")))
        .isInstanceOf(ThreadSuspendedException.class);
    assertThatThrownBy(() -> runtime.submit(graph, Update.none(), thread("u")))
        .isInstanceOf(MissingPrincipalException.class);
    assertThatThrownBy(
            () -> runtime.submit(graph, Update.none(), as(ANA, "u").durability(Durability.NONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_answer_an_event_and_the_end_of_a_timer_each_make_a_thread_go_on() throws Exception {
    StateGraph graph = Scene.single(ctx -> {
      String name = ctx.ask("Name?", String.class);
      String word = ctx.awaitEvent("word", String.class);
      ctx.sleep(Duration.ofDays(1));
      return Update.of(TEXT, name + " " + word);
    });
    AgentRuntime runtime = runtime(graph);
    RunWorker worker = worker(runtime).start();
    runtime.submit(graph, Update.none(), as(ANA, "t"));

    assertThat(Scene.suspended(next()).questions()).hasSize(1);
    runtime.inbox().answer(runtime.inbox().open(ANA).get(0), "Ana", ANA);
    assertThat(Scene.suspended(next()).waits().get(0).event()).isEqualTo("word");
    runtime.signal(ANA, "t", "word", "hello");
    assertThat(Scene.suspended(next()).nextWake()).isPresent();
    scene.clock.advance(Duration.ofDays(1));
    worker.wake();

    assertThat(next().orThrow().get(TEXT)).isEqualTo("Ana hello");
  }

  @Test
  void a_thread_whose_process_died_is_finished_without_repeating_what_was_recorded()
      throws Exception {
    AtomicInteger calls = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> Update.of(
        TEXT,
        "" + ctx.effect("call", Effect.idempotent(Integer.class), key -> calls.incrementAndGet())));
    CheckpointStore dying = new CountingStore(scene.store, 5, false, new ConcurrentHashMap<>());
    AgentRuntime first = AgentRuntime.builder()
        .checkpoints(dying)
        .clock(scene.clock)
        .graphs(graph)
        .build();
    assertThatThrownBy(() -> first.run(graph, Update.none(), as(ANA, "t")))
        .isInstanceOf(CountingStore.Crash.class);
    assertThat(calls).hasValue(1);
    RunWorker worker = worker(runtime(graph)).start();
    scene.clock.advance(Duration.ofMinutes(1));
    worker.wake();

    assertThat(next().orThrow().get(TEXT)).isEqualTo("1");
    assertThat(calls).hasValue(1);
  }

  @Test
  void the_budget_of_a_run_goes_with_it() throws Exception {
    StateGraph graph = StateGraph.builder("loop")
        .state(TEXT)
        .node("again", ctx -> Update.goTo("again"), n -> n.goesTo("again"))
        .start("again")
        .edge("again", END)
        .build();
    runtime(graph).submit(graph, Update.none(), as(ANA, "t").budget(Budget.of().steps(3)));

    worker(runtime(graph)).start();

    RunResult result = next();
    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(result.info().spent().steps()).isEqualTo(3);
  }

  @Test
  void a_graph_it_does_not_know_is_left_to_a_worker_that_does() throws Exception {
    StateGraph one = named("one", ctx -> Update.of(TEXT, "one"));
    StateGraph two = named("two", ctx -> Update.of(TEXT, "two"));
    AgentRuntime submits = runtime(one, two);
    RunWorker knowsOne = worker(runtime(one)).start();
    submits.submit(two, Update.none(), as(ANA, "two"));
    submits.submit(one, Update.none(), as(ANA, "one"));
    knowsOne.wake();

    assertThat(next().orThrow().get(TEXT)).isEqualTo("one");
    assertThat(knowsOne.stats().claimed()).isEqualTo(1);
    worker(runtime(two)).start();

    assertThat(next().orThrow().get(TEXT)).isEqualTo("two");
  }

  @Test
  void a_thread_that_cannot_go_on_rests_longer_each_time_and_holds_nobody_up() throws Exception {
    StateGraph old = named("g", ctx -> Update.of(TEXT, "old"));
    StateGraph changed = StateGraph.builder("g")
        .state(TEXT)
        .node("other", ctx -> Update.of(TEXT, "changed"))
        .start("other")
        .edge("other", END)
        .build();
    StateGraph fine = named("fine", ctx -> Update.of(TEXT, "fine"));
    runtime(old).submit(old, Update.none(), as(ANA, "poison"));
    AgentRuntime runtime = runtime(changed, fine);
    RunWorker worker =
        worker(runtime).rest(Duration.ofSeconds(10), Duration.ofMinutes(1)).start();
    List<Long> refused = new ArrayList<>();
    for (int seconds : new int[] {0, 9, 1, 19, 1, 39, 1}) {
      scene.clock.advance(Duration.ofSeconds(seconds));
      // The run behind it shows that the worker has looked.
      runtime.submit(fine, Update.none(), as(ANA, "fine-" + refused.size()));
      assertThat(next().orThrow().get(TEXT)).isEqualTo("fine");
      refused.add(settled(worker));
    }

    assertThat(refused).containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L);
    assertThat(scene.store.holder(new ThreadKey("acme", "poison"))).isEmpty();
  }

  /** Returns how many were refused once nothing is at work. */
  private static long settled(RunWorker worker) {
    while (worker.stats().running() > 0) {
      Thread.onSpinWait();
    }
    return worker.stats().refused();
  }

  @Test
  void no_more_runs_are_at_work_than_allowed_over_all_and_for_a_tenant() throws Exception {
    Map<String, Integer> now = new ConcurrentHashMap<>();
    List<Integer> most = Collections.synchronizedList(new ArrayList<>());
    List<Integer> mostOfBig = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch full = new CountDownLatch(3);
    StateGraph graph = Scene.single(ctx -> {
      String tenant = ctx.principal().tenant().id();
      mostOfBig.add(tenant.equals("big") ? now.merge("big", 1, Integer::sum) : 0);
      most.add(now.merge("all", 1, Integer::sum));
      full.countDown();
      assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
      now.merge("all", -1, Integer::sum);
      now.merge(tenant, -1, Integer::sum);
      return Update.none();
    });
    AgentRuntime runtime = runtime(graph);
    for (int i = 0; i < 8; i++) {
      runtime.submit(graph, Update.none(), as(Principal.of("p", "big"), "big-" + i));
      runtime.submit(graph, Update.none(), as(Principal.of("p", "small"), "small-" + i));
    }

    worker(runtime).concurrency(3).perTenant(2).start();
    for (int i = 0; i < 16; i++) {
      next().orThrow();
    }

    assertThat(Collections.max(most)).isEqualTo(3);
    assertThat(Collections.max(mostOfBig)).isEqualTo(2);
  }

  @Test
  void a_small_tenant_does_not_wait_behind_the_backlog_of_a_big_one() throws Exception {
    StateGraph graph =
        Scene.single(ctx -> Update.of(TEXT, ctx.principal().tenant().id()));
    AgentRuntime runtime = runtime(graph);
    for (int i = 0; i < 30; i++) {
      runtime.submit(graph, Update.none(), as(Principal.of("p", "big"), "big-" + i));
    }
    scene.clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      runtime.submit(graph, Update.none(), as(Principal.of("p", "small"), "small-" + i));
    }

    worker(runtime).concurrency(1).start();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      order.add(next().orThrow().get(TEXT));
    }

    assertThat(order.subList(0, 6)).containsExactly("big", "small", "big", "small", "big", "small");
  }

  @Test
  void closing_lets_the_step_finish_and_another_worker_go_on() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node("first", ctx -> {
          inStep.countDown();
          goOn.await(20, TimeUnit.SECONDS);
          return Update.add(LOG, "first " + first.incrementAndGet());
        })
        .node("second", ctx -> Update.add(LOG, "second"))
        .start("first")
        .edge("first", "second")
        .edge("second", END)
        .build();
    RunWorker leaving = worker(runtime(graph)).start();
    runtime(graph).submit(graph, Update.none(), as(ANA, "t"));
    leaving.wake();
    assertThat(inStep.await(20, TimeUnit.SECONDS)).isTrue();
    Thread closer = new Thread(leaving::close);
    closer.start();

    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // it waits for the run only after it has told it to stop
    }
    goOn.countDown();
    closer.join(20_000);
    RunResult left = next();

    assertThat(status("acme", "t")).isEqualTo(RunStatus.RUNNING);
    assertThat(left).isInstanceOf(RunResult.Cancelled.class);
    assertThat(scene.store.holder(new ThreadKey("acme", "t"))).isEmpty();
    worker(runtime(graph)).start();
    assertThat(next().orThrow().get(LOG)).containsExactly("first 1", "second");
  }

  @Test
  void closing_interrupts_a_step_that_takes_too_long_and_another_worker_does_it() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> {
      if (tries.incrementAndGet() == 1) {
        inStep.countDown();
        new CountDownLatch(1).await();
      }
      return Update.of(TEXT, "try " + tries.get());
    });
    RunWorker leaving = worker(runtime(graph)).grace(Duration.ofMillis(50)).start();
    runtime(graph).submit(graph, Update.none(), as(ANA, "t"));
    leaving.wake();
    assertThat(inStep.await(20, TimeUnit.SECONDS)).isTrue();

    leaving.close();
    leaving.close();

    assertThat(status("acme", "t")).isEqualTo(RunStatus.RUNNING);
    assertThat(scene.store.holder(new ThreadKey("acme", "t"))).isEmpty();
    worker(runtime(graph)).start();
    assertThat(next().orThrow().get(TEXT)).isEqualTo("try 2");
  }

  @Test
  void many_workers_do_each_thread_once() throws Exception {
    Map<String, Integer> times = new ConcurrentHashMap<>();
    StateGraph graph = Scene.single(ctx -> {
      times.merge(ctx.threadId(), 1, Integer::sum);
      return Update.none();
    });
    AgentRuntime submits = runtime(graph);
    for (int i = 0; i < 60; i++) {
      submits.submit(graph, Update.none(), as(ANA, "t" + i));
    }
    for (int i = 0; i < 4; i++) {
      worker(runtime(graph)).concurrency(3).start();
    }
    for (int i = 0; i < 60; i++) {
      next().orThrow();
    }

    assertThat(times).hasSize(60).doesNotContainValue(2);
  }

  @Test
  void failed_and_cancelled_threads_wait_for_somebody_to_decide() throws Exception {
    StateGraph graph = Scene.single(ctx -> {
      throw new IllegalStateException("no");
    });
    AgentRuntime runtime = runtime(graph);
    RunWorker worker = worker(runtime).start();
    runtime.submit(graph, Update.none(), as(ANA, "t"));
    assertThat(next()).isInstanceOf(RunResult.Failed.class);
    runtime.submit(graph, Update.none(), as(ANA, "u"));
    assertThat(next().info().threadId()).isEqualTo("u");

    assertThat(worker.stats().claimed()).isEqualTo(2);
  }

  @Test
  void a_listener_that_throws_does_not_stop_the_worker() throws Exception {
    StateGraph graph = Scene.single(ctx -> Update.none());
    AgentRuntime runtime = runtime(graph);
    worker(runtime)
        .onEnd(result -> {
          ended.add(result);
          throw new IllegalStateException("broken listener");
        })
        .start();
    for (int i = 0; i < 3; i++) {
      runtime.submit(graph, Update.none(), as(ANA, "t" + i));
      next().orThrow();
    }
  }

  @Test
  void a_store_that_finds_no_work_is_refused() {
    CheckpointStore plain = (CheckpointStore) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {CheckpointStore.class},
        (proxy, method, arguments) -> {
          try {
            return method.invoke(scene.store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    AgentRuntime runtime = AgentRuntime.builder().checkpoints(plain).build();
    opened.add(runtime);

    assertThatThrownBy(() -> runtime.worker().start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WorkStore");
  }
}
