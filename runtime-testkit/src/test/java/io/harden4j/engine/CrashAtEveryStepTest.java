package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.COUNT;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Stops the process at every single call of the store, before it and after it, and lets another runtime go on. */
class CrashAtEveryStepTest {
  private final Map<String, Integer> recorded = new ConcurrentHashMap<>();
  private final Map<String, Integer> executed = new ConcurrentHashMap<>();

  private int count(String effect) {
    return executed.merge(effect, 1, Integer::sum);
  }

  private StateGraph graph() {
    return StateGraph.builder("crash")
        .state(TEXT, LOG, COUNT, OK)
        .node("read", ctx -> {
          ctx.effect("read", Effect.idempotent(Integer.class), key -> count("read:" + key));
          return Update.add(LOG, "read");
        })
        .node("left", ctx -> {
          for (int i = 0; i < 3; i++) {
            ctx.effect("left", Effect.idempotent(Integer.class), key -> count("left:" + key));
          }
          return Update.add(LOG, "left").and(COUNT, 1L);
        })
        .node("right", ctx -> Update.add(LOG, "right").and(COUNT, 1L))
        .node("each", ctx -> Update.add(LOG, "each " + ctx.input(String.class)))
        .node(
            "review",
            ctx -> Update.of(OK, ctx.ask("Go on?", Boolean.class)).and(LOG, List.of("review")))
        .node(
            "finish",
            ctx -> Update.of(
                TEXT, String.join(",", ctx.get(LOG)) + " " + ctx.get(COUNT) + " " + ctx.get(OK)))
        .start("read")
        .edge("read", "left")
        .edge("read", "right")
        .fanOut("left", "each", s -> List.of("a", "b"))
        .join("review", "each", "right")
        .edge("review", "finish")
        .edge("finish", END)
        .build();
  }

  private AgentRuntime runtime(CheckpointStore store, MutableClock clock) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .defaultPrincipal(ANA)
        .graphs(graph())
        .poolSize(1)
        .leaseTtl(Duration.ofSeconds(30))
        .build();
  }

  /** Starts or goes on, answers whatever is asked, until the run completes. */
  private StateView finish(AgentRuntime runtime) {
    RunResult result = next(runtime);
    for (int i = 0; i < 20; i++) {
      if (result instanceof RunResult.Completed done) {
        return done.state();
      }
      for (OpenQuestion question : runtime.inbox().open(ANA, "t")) {
        runtime.inbox().answer(question, true, ANA);
      }
      result = next(runtime);
    }
    throw new AssertionError("the run does not end: " + next(runtime));
  }

  private RunResult next(AgentRuntime runtime) {
    try {
      return runtime.resume(RunOptions.thread("t"));
    } catch (UnknownThreadException e) {
      return runtime.run(graph(), Update.none(), RunOptions.thread("t"));
    }
  }

  @Test
  void
      whatever_call_a_process_dies_at_another_one_ends_in_the_same_state_and_repeats_nothing_recorded() {
    String undisturbed;
    MutableClock quiet = MutableClock.create();
    CountingStore counting =
        new CountingStore(new InMemoryCheckpointStore(quiet), Integer.MAX_VALUE, false, recorded);
    try (AgentRuntime runtime = runtime(counting, quiet)) {
      undisturbed = finish(runtime).get(TEXT);
    }
    int calls = counting.calls();
    assertThat(undisturbed).isEqualTo("read,left,right,each a,each b,review 2 true");

    int crashes = 0;
    int repeated = 0;
    List<String> wrong = new ArrayList<>();
    for (int at = 1; at <= calls; at++) {
      for (boolean after : new boolean[] {false, true}) {
        recorded.clear();
        executed.clear();
        MutableClock clock = MutableClock.create();
        CheckpointStore store = new InMemoryCheckpointStore(clock);
        try (AgentRuntime dying = runtime(new CountingStore(store, at, after, recorded), clock)) {
          finish(dying);
        } catch (CountingStore.Crash crash) {
          crashes++;
        }
        clock.advance(Duration.ofMinutes(1));
        try (AgentRuntime survivor =
            runtime(new CountingStore(store, Integer.MAX_VALUE, false, recorded), clock)) {
          String text = finish(survivor).get(TEXT);
          if (!text.equals(undisturbed)) {
            wrong.add("crash " + (after ? "after" : "before") + " call " + at + ": " + text);
          }
        }
        repeated += (int) recorded.values().stream().filter(n -> n > 1).count();
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(repeated).isZero();
    assertThat(crashes).isGreaterThan(20);
    Evidence.of("crash-memory")
        .put("crashes", crashes)
        .put("wrongStates", wrong.size())
        .put("repeatedRecordedEffects", repeated)
        .ran(crashes)
        .write();
  }
}
