package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.EVE;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.run.Schedule;
import io.harden4j.testkit.MutableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Graphs that start at certain times, by a clock that the tests move. */
@Timeout(60)
class SchedulesTest {
  private static final StateKey<String> TOPIC =
      StateKey.of("topic", String.class).secret();
  private static final Set<String> CHANGING = Set.of(
      "claim", "acquire", "putTask", "beginEffect", "endEffect", "commit", "prune", "release");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final StateGraph REPORT = StateGraph.builder("report")
      .state(TEXT, TOPIC)
      .node(
          "write",
          ctx -> Update.of(TEXT, ctx.get(TOPIC) + " for " + ctx.principal().id()))
      .start("write")
      .edge("write", END)
      .build();

  private final Scene scene = new Scene();
  private final BlockingQueue<RunResult> done = new LinkedBlockingQueue<>();
  private final List<RunWorker> workers = new ArrayList<>();
  private final List<AgentRuntime> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(AgentRuntime::close);
  }

  private AgentRuntime runtime(CheckpointStore store) {
    AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(store)
        .clock(scene.clock)
        .graphs(REPORT)
        .build();
    opened.add(runtime);
    return runtime;
  }

  /** Starts a worker that tells of reports, not of schedules. */
  private RunWorker worker(AgentRuntime runtime) {
    RunWorker worker = runtime
        .worker()
        .poll(Duration.ofMillis(5))
        .onEnd(result -> {
          if (result.info().threadId().startsWith("report")
              || result.info().threadId().startsWith("daily")) {
            done.add(result);
          }
        })
        .start();
    workers.add(worker);
    return worker;
  }

  private static Schedule.Draft report() {
    return Schedule.of("report", REPORT, Update.of(TOPIC, "sales"));
  }

  private String next() throws InterruptedException {
    RunResult result = done.poll(20, TimeUnit.SECONDS);
    assertThat(result).as("a report is written").isNotNull();
    assertThat(result.orThrow().get(TEXT)).isEqualTo("sales for ana");
    return result.info().threadId();
  }

  private boolean isAnyoneAtWork() {
    return workers.stream().anyMatch(worker -> worker.stats().running() > 0);
  }

  private void at(AgentRuntime runtime, Instant due) {
    // The schedule sleeps again before its clock moves on: a lease would end with an hour that
    // passes at once.
    while (!runtime.schedules().list(ANA).get(0).next().equals(due) || isAnyoneAtWork()) {
      Thread.onSpinWait();
    }
    scene.clock.set(due);
  }

  @Test
  void an_interval_starts_a_thread_of_its_own_each_time_and_does_not_drift() throws Exception {
    AgentRuntime runtime = runtime(scene.store);
    Instant first = MutableClock.START.plus(HOUR);
    runtime.schedules().put(ANA, report().every(HOUR, first));
    worker(runtime);

    for (int i = 0; i < 3; i++) {
      Instant due = first.plus(HOUR.multipliedBy(i));
      at(runtime, due);
      assertThat(next()).isEqualTo("report/" + due);
    }
    assertThat(done).isEmpty();
  }

  @Test
  void a_single_start_ends_its_schedule() throws Exception {
    AgentRuntime runtime = runtime(scene.store);
    Instant due = MutableClock.START.plus(HOUR);
    runtime.schedules().put(ANA, report().thread("report-of-today").at(due));
    assertThat(runtime.schedules().list(ANA)).hasSize(1);
    worker(runtime);

    scene.clock.set(due);

    assertThat(next()).isEqualTo("report-of-today");
    while (!runtime.schedules().list(ANA).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void times_that_passed_without_a_worker_are_made_up_for_by_one_start() throws Exception {
    AgentRuntime runtime = runtime(scene.store);
    Instant first = MutableClock.START.plus(HOUR);
    runtime.schedules().put(ANA, report().every(HOUR, first));
    scene.clock.set(first.plus(Duration.ofMinutes(630)));
    worker(runtime);

    assertThat(next()).isEqualTo("report/" + first);
    Instant after = first.plus(HOUR.multipliedBy(11));
    at(runtime, after);
    assertThat(next()).isEqualTo("report/" + after);
  }

  @Test
  void a_daily_time_is_that_of_its_zone_over_clock_changes() throws Exception {
    ZoneId vienna = ZoneId.of("Europe/Vienna");
    scene.clock.set(Instant.parse("2026-03-28T00:30:00Z"));
    AgentRuntime runtime = runtime(scene.store);
    runtime
        .schedules()
        .put(
            ANA,
            Schedule.of("daily", REPORT, Update.of(TOPIC, "sales"))
                .daily(LocalTime.of(2, 30), vienna));
    worker(runtime);
    List<String> started = new ArrayList<>();
    for (String due :
        List.of("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z")) {
      at(runtime, Instant.parse(due));
      started.add(next());
    }

    assertThat(started)
        .containsExactly(
            "daily/2026-03-28T01:30:00Z",
            "daily/2026-03-29T01:30:00Z",
            "daily/2026-03-30T00:30:00Z");
  }

  @Test
  void a_process_that_dies_at_any_call_starts_each_due_time_once() throws Exception {
    int crashes = 0;
    for (int at = 1; at <= 14; at++) {
      for (boolean after : new boolean[] {false, true}) {
        scene.clock.set(MutableClock.START);
        CheckpointStore store = new io.harden4j.checkpoint.InMemoryCheckpointStore(scene.clock);
        AgentRuntime survivor = runtime(store);
        Instant due = MutableClock.START.plus(HOUR);
        survivor.schedules().put(ANA, report().every(HOUR, due));
        scene.clock.set(due);
        crashes += dies(store, at, after) ? 1 : 0;
        scene.clock.advance(Duration.ofMinutes(1));
        RunWorker worker = worker(survivor);

        while (!isCompleted(store, "report/" + due)) {
          Thread.onSpinWait();
        }
        worker.close();
        done.clear();
        assertThat(inputs(store, "report/" + due)).as("died at call %s", at).isEqualTo(1);
      }
    }
    assertThat(crashes).isGreaterThan(10);
  }

  /** Lets a worker do what is due until the store dies or it is done. Returns whether it died. */
  private boolean dies(CheckpointStore store, int at, boolean after) {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean dead = new AtomicBoolean();
    CheckpointStore dying = (CheckpointStore) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {CheckpointStore.class, WorkStore.class},
        (proxy, method, arguments) -> {
          boolean now = CHANGING.contains(method.getName()) && calls.incrementAndGet() == at;
          if (dead.get() || (now && !after)) {
            dead.set(true);
            throw new CountingStore.Crash();
          }
          Object result = method.invoke(store, arguments);
          if (now) {
            dead.set(true);
            throw new CountingStore.Crash();
          }
          return result;
        });
    AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(dying)
        .clock(scene.clock)
        .graphs(REPORT)
        .build();
    RunWorker worker =
        runtime.worker().poll(Duration.ofMillis(1)).concurrency(1).start();
    while (!dead.get() && worker.stats().ended() < 2) {
      Thread.onSpinWait();
    }
    worker.close();
    return dead.get();
  }

  @Test
  void a_worker_that_stood_still_while_another_one_started_and_ended_it_does_not_start_it_again()
      throws Exception {
    CheckpointStore store = new io.harden4j.checkpoint.InMemoryCheckpointStore(scene.clock);
    Instant due = MutableClock.START.plus(HOUR);
    String threadId = "report/" + due;
    AgentRuntime quick = runtime(store);
    quick.schedules().put(ANA, report().every(HOUR, due));
    scene.clock.set(due);
    AtomicBoolean stood = new AtomicBoolean();
    CheckpointStore slow = (CheckpointStore) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {CheckpointStore.class, WorkStore.class},
        (proxy, method, arguments) -> {
          boolean begins = method.getName().equals("acquire")
              && ((io.harden4j.checkpoint.ThreadKey) arguments[0]).threadId().equals(threadId);
          if (begins && stood.compareAndSet(false, true)) {
            quick
                .run(
                    REPORT,
                    Update.of(TOPIC, "sales"),
                    io.harden4j.run.RunOptions.thread(threadId).as(ANA))
                .orThrow();
          }
          return method.invoke(store, arguments);
        });
    AgentRuntime late = runtime(slow);
    RunWorker worker = late.worker().poll(Duration.ofMillis(5)).start();

    while (!late.schedules().list(ANA).get(0).next().isAfter(due)) {
      Thread.onSpinWait();
    }
    worker.close();

    assertThat(stood).isTrue();
    assertThat(inputs(store, threadId)).isEqualTo(1);
  }

  private static boolean isCompleted(CheckpointStore store, String threadId) {
    return store
        .head(new io.harden4j.checkpoint.ThreadKey("acme", threadId), "main")
        .filter(h -> h.checkpoint().status() == io.harden4j.checkpoint.RunStatus.COMPLETED)
        .isPresent();
  }

  private static long inputs(CheckpointStore store, String threadId) {
    List<CheckpointInfo> inputs = store
        .list(CheckpointQuery.thread(new io.harden4j.checkpoint.ThreadKey("acme", threadId))
            .withCause(io.harden4j.checkpoint.Cause.INPUT))
        .items();
    return inputs.size();
  }

  @Test
  void schedules_are_listed_replaced_and_removed_inside_their_tenant() {
    AgentRuntime runtime = runtime(scene.store);
    Instant first = MutableClock.START.plus(HOUR);
    runtime.schedules().put(ANA, report().every(HOUR, first));
    runtime.schedules().put(ANA, report().every(HOUR.multipliedBy(2), first));
    runtime.schedules().put(EVE, report().at(first));

    assertThat(runtime.schedules().list(ANA)).singleElement().satisfies(e -> {
      assertThat(e.name()).isEqualTo("report");
      assertThat(e.graph()).isEqualTo("report");
      assertThat(e.next()).isEqualTo(first);
      assertThat(e.timing()).contains("PT2H");
    });
    assertThat(runtime.threads().list(ANA))
        .as("schedules are no threads of the application")
        .isEmpty();
    assertThat(runtime.schedules().remove(EVE, "other")).isFalse();
    assertThat(runtime.schedules().remove(ANA, "report")).isTrue();
    assertThat(runtime.schedules().list(ANA)).isEmpty();
    assertThat(runtime.schedules().list(EVE)).hasSize(1);
  }

  @Test
  void refuses_schedules_that_cannot_work() {
    AgentRuntime runtime = runtime(scene.store);

    assertThatThrownBy(() -> report().thread("always-the-same").every(HOUR, MutableClock.START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{due}");
    assertThatThrownBy(() -> report().every(Duration.ZERO, MutableClock.START))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            runtime.schedules().put(ANA, report().at(MutableClock.START.minusSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never due");
  }
}
