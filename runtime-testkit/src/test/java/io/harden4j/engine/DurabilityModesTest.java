package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.COUNT;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.MutableClock;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each mode promises, and what it saves. */
@Timeout(120)
class DurabilityModesTest {
  private static final ThreadKey THREAD = new ThreadKey("acme", "t");

  private final Scene scene = new Scene();

  /** Asks somebody before a call. */
  private interface Before {
    void call(String method, Object[] arguments) throws Throwable;
  }

  private static CheckpointStore watched(CheckpointStore store, Before before) {
    return (CheckpointStore) Proxy.newProxyInstance(
        DurabilityModesTest.class.getClassLoader(),
        new Class<?>[] {CheckpointStore.class},
        (proxy, method, arguments) -> {
          before.call(method.getName(), arguments == null ? new Object[0] : arguments);
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private AgentRuntime runtime(CheckpointStore store, Durability mode, StateGraph... graphs) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(scene.clock)
        .defaultPrincipal(ANA)
        .durability(mode)
        .graphs(graphs)
        .build();
  }

  /** A chain of nodes that only compute. */
  private static StateGraph chain(int length, Runnable each) {
    StateGraph.Builder graph = Scene.graph();
    for (int i = 0; i < length; i++) {
      String entry = "n" + i;
      graph.node(entry, ctx -> {
        each.run();
        return Update.add(LOG, entry).and(TEXT, entry).and(COUNT, 1L);
      });
      graph.edge("n" + i, i + 1 < length ? "n" + (i + 1) : END);
    }
    return graph.start("n0").build();
  }

  private StoredState head() {
    return scene.store.head(THREAD, CheckpointRef.MAIN).orElseThrow();
  }

  private static List<String> entries(int n) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add("n" + i);
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void a_run_ends_in_the_same_durable_state_in_every_mode(Durability mode) {
    StateGraph graph = chain(9, () -> {});

    RunResult result = runtime(scene.store, mode).run(graph, Update.none(), thread("t"));

    assertThat(result.orThrow().get(LOG)).isEqualTo(entries(9));
    assertThat(head().checkpoint().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(result.info().checkpoint()).isEqualTo(head().checkpoint().ref().seq());
    StateView stored =
        runtime(scene.store, mode, graph).threads().state(ANA, "t").values();
    assertThat(stored.get(LOG)).isEqualTo(entries(9));
    assertThat(stored.get(COUNT)).isEqualTo(9);
    List<CheckpointInfo> history =
        scene.store.list(CheckpointQuery.thread(THREAD)).items();
    assertThat(history).hasSize(mode == Durability.EXIT ? 2 : 10);
    assertThat(history.get(history.size() - 1).cause()).isEqualTo(Cause.INPUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void a_thread_goes_on_over_many_runs_in_every_mode(Durability mode) {
    StateGraph graph = chain(3, () -> {});
    List<String> all = new ArrayList<>();
    for (int turn = 0; turn < 12; turn++) {
      all.addAll(entries(3));
      RunResult result = runtime(scene.store, mode, graph).run(graph, Update.none(), thread("t"));
      assertThat(result.orThrow().get(LOG)).isEqualTo(all);
    }
    assertThat(
            runtime(scene.store, mode, graph).threads().state(ANA, "t").values().get(LOG))
        .isEqualTo(all);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void the_input_is_durable_before_a_node_runs(Durability mode) {
    List<Long> seen = new ArrayList<>();
    StateGraph graph = chain(1, () -> seen.add(head().checkpoint().ref().seq()));

    runtime(scene.store, mode).run(graph, Update.of(TEXT, "in"), thread("t"));

    assertThat(seen).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void an_intent_is_durable_before_its_call_and_its_outcome_before_the_node_goes_on(
      Durability mode) {
    List<EffectState> seen = new ArrayList<>();
    Runnable look = () -> head().effects().forEach(e -> seen.add(e.state()));
    StateGraph graph = Scene.graph()
        .node("first", ctx -> Update.add(LOG, "first"))
        .node("second", ctx -> {
          ctx.effect("pay", Effect.atMostOnce(String.class), key -> {
            look.run();
            return "paid";
          });
          look.run();
          return Update.add(LOG, "second");
        })
        .start("first")
        .edge("first", "second")
        .edge("second", END)
        .build();

    runtime(scene.store, mode).run(graph, Update.none(), thread("t")).orThrow();

    assertThat(seen).containsExactly(EffectState.INTENT, EffectState.DONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void a_node_waits_for_the_record_of_its_effect_however_slow_the_store_is(Durability mode) {
    CountDownLatch goesOn = new CountDownLatch(1);
    List<String> early = new ArrayList<>();
    CheckpointStore slow = watched(scene.store, (method, arguments) -> {
      boolean records = method.equals("endEffect") || method.equals("beginEffect");
      if (records && goesOn.await(100, TimeUnit.MILLISECONDS)) {
        early.add(method);
      }
    });
    StateGraph graph = Scene.graph()
        .node("first", ctx -> Update.add(LOG, "first"))
        .node("second", ctx -> {
          ctx.effect("pay", Effect.atMostOnce(String.class), key -> "paid");
          goesOn.countDown();
          return Update.add(LOG, "second");
        })
        .start("first")
        .edge("first", "second")
        .edge("second", END)
        .build();

    runtime(slow, mode).run(graph, Update.none(), thread("t")).orThrow();

    assertThat(early).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC", "EXIT"})
  void a_suspended_node_finds_its_model_call_and_finished_siblings_again(Durability mode) {
    ScriptedChatModel model = ScriptedChatModel.replying("hello");
    AtomicInteger siblings = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node("first", ctx -> Update.add(LOG, "first"))
        .node("asks", ctx -> {
          String said = ctx.chat(model).user("say hello").text();
          return Update.add(LOG, said + " " + ctx.ask("Name?", String.class));
        })
        .node("beside", ctx -> Update.add(LOG, "beside " + siblings.incrementAndGet()))
        .start("first")
        .edge("first", "asks")
        .edge("first", "beside")
        .edge("asks", END)
        .edge("beside", END)
        .build();
    AgentRuntime first = runtime(scene.store, mode);
    OpenQuestion question =
        suspended(first.run(graph, Update.none(), thread("t"))).questions().get(0);
    first.inbox().answer(question, "Ana", ANA);

    RunResult result = runtime(scene.store, mode, graph).resume(thread("t"));

    assertThat(result.orThrow().get(LOG)).containsExactly("first", "hello Ana", "beside 1");
    assertThat(model.calls()).isEqualTo(1);
  }

  @Test
  void async_keeps_the_order_of_sync_in_the_store() {
    Map<Durability, List<String>> calls = new HashMap<>();
    for (Durability mode : List.of(Durability.SYNC, Durability.ASYNC)) {
      List<String> mine = java.util.Collections.synchronizedList(new ArrayList<>());
      CheckpointStore store =
          watched(new InMemoryCheckpointStore(scene.clock), (method, arguments) -> {
            if (!method.equals("head") && !method.equals("renew")) {
              mine.add(method);
            }
          });
      runtime(store, mode).run(chain(20, () -> {}), Update.none(), thread("t")).orThrow();
      calls.put(mode, mine);
    }

    assertThat(calls.get(Durability.ASYNC)).isEqualTo(calls.get(Durability.SYNC));
  }

  @Test
  void when_the_writer_is_slow_the_loop_waits_behind_a_bounded_queue() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    CheckpointStore slow = watched(scene.store, (method, arguments) -> {
      if (method.equals("commit") && ran.get() > 0) {
        goOn.await(60, TimeUnit.SECONDS);
      }
    });
    AgentRuntime runtime = runtime(slow, Durability.ASYNC);
    StateGraph graph = chain(99, ran::incrementAndGet);
    List<RunResult> results = new ArrayList<>();
    Thread loop = new Thread(() -> results.add(runtime.run(graph, Update.none(), thread("t"))));
    loop.start();

    while (loop.getState() != Thread.State.WAITING || ran.get() < 60) {
      Thread.onSpinWait();
    }
    assertThat(ran.get()).isLessThanOrEqualTo(66);
    assertThat(head().checkpoint().step()).isZero();
    goOn.countDown();
    loop.join(60_000);

    assertThat(results.get(0).orThrow().get(COUNT)).isEqualTo(99);
    assertThat(head().checkpoint().step()).isEqualTo(99);
  }

  @Test
  void a_failure_of_the_writer_ends_the_run_at_its_next_step_and_nothing_later_is_written() {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger commits = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    CheckpointStore failing = watched(scene.store, (method, arguments) -> {
      if (method.equals("commit") && commits.incrementAndGet() == 4) {
        failed.countDown();
        throw new CheckpointStoreException("the disk is full");
      }
    });
    StateGraph graph = chain(50, () -> {
      if (ran.incrementAndGet() == 10) {
        await(failed);
      }
    });

    assertThatThrownBy(
            () -> runtime(failing, Durability.ASYNC).run(graph, Update.none(), thread("t")))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("disk is full");

    assertThat(ran.get()).isLessThan(50);
    assertThat(head().checkpoint().step()).isEqualTo(2);
    assertThat(commits).hasValue(4);
    assertThat(scene.store.holder(THREAD)).isEmpty();
    AgentRuntime survivor = runtime(scene.store, Durability.ASYNC, graph);
    assertThat(survivor.resume(thread("t")).orThrow().get(COUNT)).isEqualTo(50);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void exit_never_reports_success_before_the_last_commit_is_durable() {
    AtomicInteger commits = new AtomicInteger();
    CheckpointStore failing = watched(scene.store, (method, arguments) -> {
      if (method.equals("commit") && commits.incrementAndGet() == 2) {
        throw new CheckpointStoreException("the disk is full");
      }
    });

    assertThatThrownBy(() ->
            runtime(failing, Durability.EXIT).run(chain(5, () -> {}), Update.none(), thread("t")))
        .isInstanceOf(CheckpointStoreException.class);

    assertThat(head().checkpoint().cause()).isEqualTo(Cause.INPUT);
  }

  @Test
  void exit_writes_much_less() {
    Map<Durability, AtomicInteger> writes = new HashMap<>();
    for (Durability mode : List.of(Durability.SYNC, Durability.EXIT)) {
      AtomicInteger mine = new AtomicInteger();
      CheckpointStore store = watched(new InMemoryCheckpointStore(scene.clock), (m, arguments) -> {
        if (List.of("commit", "putTask", "beginEffect", "endEffect").contains(m)) {
          mine.incrementAndGet();
        }
      });
      runtime(store, mode).run(chain(40, () -> {}), Update.none(), thread("t")).orThrow();
      writes.put(mode, mine);
    }

    assertThat(writes.get(Durability.SYNC)).hasValue(41);
    assertThat(writes.get(Durability.EXIT)).hasValue(2);
  }

  @Test
  void a_run_keeps_its_mode_over_a_resume() {
    StateGraph graph = Scene.graph()
        .node("asks", ctx -> Update.add(LOG, ctx.ask("Name?", String.class)))
        .node("one", ctx -> Update.add(LOG, "one"))
        .node("two", ctx -> Update.add(LOG, "two"))
        .start("asks")
        .edge("asks", "one")
        .edge("one", "two")
        .edge("two", END)
        .build();
    AgentRuntime runtime = runtime(scene.store, Durability.SYNC, graph);
    runtime.run(graph, Update.none(), thread("t").durability(Durability.EXIT));
    runtime.inbox().answer(runtime.inbox().open(ANA).get(0), "Ana", ANA);

    runtime.resume(thread("t")).orThrow();

    assertThat(scene.store.list(CheckpointQuery.thread(THREAD)).items())
        .extracting(CheckpointInfo::cause)
        .containsExactly(Cause.STEP, Cause.RESUME, Cause.STOP, Cause.INPUT);
  }

  /** Pure steps, a repeatable effect, one that must not be repeated, siblings, a question. */
  private static StateGraph crashed(Map<String, Integer> executed) {
    return Scene.graph()
        .node("read", ctx -> Update.add(LOG, "read"))
        .node("left", ctx -> {
          ctx.effect(
              "left",
              Effect.idempotent(Integer.class),
              key -> executed.merge(key, 1, Integer::sum));
          return Update.add(LOG, "left").and(COUNT, 1L);
        })
        .node("right", ctx -> Update.add(LOG, "right " + ctx.now()).and(COUNT, 1L))
        .node("review", ctx -> Update.add(LOG, "review " + ctx.ask("Go on?", Boolean.class)))
        .node("think", ctx -> Update.add(LOG, "think"))
        .node("pay", ctx -> {
          ctx.effect(
              "pay", Effect.idempotent(Integer.class), key -> executed.merge(key, 1, Integer::sum));
          return Update.add(LOG, "pay").and(COUNT, 1L);
        })
        .start("read")
        .edge("read", "left")
        .edge("read", "right")
        .join("review", "left", "right")
        .edge("review", "think")
        .edge("think", "pay")
        .edge("pay", END)
        .build();
  }

  private static StateView finish(AgentRuntime runtime, StateGraph graph) {
    for (int i = 0; i < 20; i++) {
      RunResult result;
      try {
        result = runtime.resume(thread("t"));
      } catch (UnknownThreadException e) {
        result = runtime.run(graph, Update.none(), thread("t"));
      }
      if (result instanceof RunResult.Completed done) {
        return done.state();
      }
      for (OpenQuestion question : runtime.inbox().open(ANA, "t")) {
        runtime.inbox().answer(question, true, ANA);
      }
    }
    throw new AssertionError("the run does not end");
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "EXIT"})
  void whatever_call_a_process_dies_at_the_run_ends_in_the_same_state_and_repeats_nothing_recorded(
      Durability mode) {
    Map<String, Integer> executed = new ConcurrentHashMap<>();
    Map<String, Integer> recorded = new ConcurrentHashMap<>();
    CountingStore counting = new CountingStore(
        new InMemoryCheckpointStore(scene.clock), Integer.MAX_VALUE, false, recorded);
    StateGraph graph = crashed(executed);
    List<String> undisturbed = finish(runtime(counting, mode), graph).get(LOG);
    int crashes = 0;
    int repeated = 0;
    List<String> wrong = new ArrayList<>();
    for (int at = 1; at <= counting.calls(); at++) {
      for (boolean after : new boolean[] {false, true}) {
        executed.clear();
        recorded.clear();
        MutableClock clock = MutableClock.create();
        CheckpointStore store = new InMemoryCheckpointStore(clock);
        String end = "";
        try (AgentRuntime dying = on(new CountingStore(store, at, after, recorded), clock, mode)) {
          end = finish(dying, graph).get(LOG).toString();
        } catch (CountingStore.Crash crash) {
          crashes++;
        }
        boolean reported = !end.isEmpty();
        boolean durable = store
            .head(THREAD, CheckpointRef.MAIN)
            .filter(h -> h.checkpoint().status() == RunStatus.COMPLETED)
            .isPresent();
        if (reported && !durable) {
          wrong.add(at + ": success was reported before it was durable");
        }
        clock.advance(Duration.ofMinutes(1));
        try (AgentRuntime survivor =
            on(new CountingStore(store, Integer.MAX_VALUE, false, recorded), clock, mode)) {
          List<String> log = finish(survivor, graph).get(LOG);
          if (!nodes(log).equals(nodes(undisturbed))) {
            wrong.add("died " + (after ? "after" : "before") + " call " + at + ": " + log);
          }
        }
        repeated += (int) recorded.values().stream().filter(n -> n > 1).count();
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(repeated).isZero();
    assertThat(crashes).isGreaterThan(15);
    Evidence.of("crash-memory-" + mode.name().toLowerCase(java.util.Locale.ROOT))
        .put("crashes", crashes)
        .put("wrongStates", wrong.size())
        .put("repeatedRecordedEffects", repeated)
        .ran(crashes)
        .write();
  }

  /** Returns the nodes of a log whose lines begin with them. */
  private static List<String> nodes(List<String> log) {
    return log.stream().map(l -> (l + " ").substring(0, (l + " ").indexOf(' '))).toList();
  }

  private static AgentRuntime on(CheckpointStore store, MutableClock clock, Durability mode) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .defaultPrincipal(ANA)
        .durability(mode)
        .graphs(crashed(new ConcurrentHashMap<>()))
        .poolSize(1)
        .build();
  }
}
