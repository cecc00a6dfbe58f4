package io.harden4j.checkpoint.jdbc;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.Durability;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.ThreadBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runtimes with workers on one database, and people who answer, send events and resume from both at once: in every mode each effect is made once. */
@Timeout(120)
class TwoRuntimesTest {
  private static final int THREADS = 24;
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final StateKey<List<String>> TRAIL = StateKey.list("trail", String.class);
  private static final Durability[] MODES = {Durability.SYNC, Durability.ASYNC, Durability.EXIT};

  @TempDir
  Path directory;

  private final AtomicInteger late = new AtomicInteger();
  private final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();

  private StateGraph graph() {
    return StateGraph.builder("busy")
        .state(TRAIL)
        .node("first", this::call)
        .node("wait", TwoRuntimesTest::pause)
        .node("last", this::call)
        .start("first")
        .edge("first", "wait")
        .edge("wait", "last")
        .edge("last", END)
        .build();
  }

  private Update call(NodeContext ctx) {
    String what = ctx.threadId() + " " + ctx.node();
    ctx.effect("once", Effect.atMostOnce(Boolean.class), key -> {
      made.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
      return true;
    });
    return Update.add(TRAIL, ctx.node());
  }

  private static Update pause(NodeContext ctx) {
    String answer = ctx.ask("Which way?", String.class);
    String event = ctx.awaitEvent("go", String.class, Duration.ofHours(1)).orElse("never");
    ctx.sleep(Duration.ofMillis(3));
    return Update.add(TRAIL, answer + event);
  }

  private static boolean isDone(CheckpointStore store, int thread) {
    return store
        .head(new ThreadKey("acme", "t" + thread), CheckpointRef.MAIN)
        .filter(h -> h.checkpoint().status() == RunStatus.COMPLETED)
        .isPresent();
  }

  private static boolean areAllDone(CheckpointStore store) {
    for (int i = 0; i < THREADS; i++) {
      if (!isDone(store, i)) {
        return false;
      }
    }
    return true;
  }

  private void answerAll(AgentRuntime runtime) {
    for (OpenQuestion question : runtime.inbox().open(ANA)) {
      try {
        runtime.inbox().answer(question, "left-", ANA);
      } catch (AnswerRefusedException e) {
        late.incrementAndGet(); // the other one was faster
      }
    }
  }

  private void resume(AgentRuntime runtime, int thread) {
    try {
      runtime.resume(RunOptions.thread("t" + thread).as(ANA));
    } catch (ThreadBusyException e) {
      late.incrementAndGet();
    }
  }

  private void disturbEachOther(Supplier<CheckpointStore> open) throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(4);
    try (CheckpointStore one = open.get();
        CheckpointStore two = open.get();
        AgentRuntime left =
            AgentRuntime.builder().checkpoints(one).graphs(graph()).build();
        AgentRuntime right =
            AgentRuntime.builder().checkpoints(two).graphs(graph()).build()) {
      List<AgentRuntime> both = List.of(left, right);
      both.forEach(r -> r.worker().poll(Duration.ofMillis(50)).start());
      for (int i = 0; i < THREADS; i++) {
        RunOptions options = RunOptions.thread("t" + i).as(ANA).durability(MODES[i % MODES.length]);
        both.get(i % 2).submit(graph(), Update.none(), options);
        both.get((i + 1) % 2).signal(ANA, "t" + i, "go", "on", "only once");
      }
      List<Future<?>> all = new ArrayList<>();
      for (int person = 0; person < 4; person++) {
        Random random = new Random(person);
        all.add(people.submit(() -> {
          while (!areAllDone(one)) {
            answerAll(both.get(random.nextInt(2)));
            resume(both.get(random.nextInt(2)), random.nextInt(THREADS));
          }
        }));
      }
      for (Future<?> each : all) {
        each.get();
      }

      for (int i = 0; i < THREADS; i++) {
        assertThat(left.threads().state(ANA, "t" + i).values().get(TRAIL))
            .as("thread %s in mode %s", i, MODES[i % MODES.length])
            .containsExactly("first", "left-on", "last");
      }
      assertThat(made).hasSize(2 * THREADS);
      assertThat(made.values()).allMatch(n -> n.get() == 1);
      assertThat(left.inbox().open(ANA)).isEmpty();
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void on_sqlite() throws Exception {
    disturbEachOther(() -> SqliteCheckpointStore.open(directory.resolve("store.db")));
  }

  @Test
  void on_postgres() throws Exception {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 16)) {
      disturbEachOther(() -> PostgresCheckpointStore.open(pool));
    }
  }
}
