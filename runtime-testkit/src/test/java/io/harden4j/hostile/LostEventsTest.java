package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events between processes that die, and between a look and a question. */
class LostEventsTest {
  private static final StateGraph GRAPH = Arena.single(ctx -> Update.of(
      LOG, List.of(ctx.awaitEvent("e", String.class), ctx.awaitEvent("e", String.class))));

  private static AgentRuntime runtime(CheckpointStore store, MutableClock clock) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .defaultPrincipal(ANA)
        .graphs(GRAPH)
        .leaseTtl(Duration.ofSeconds(30))
        .build();
  }

  /** Starts, sends two events by their ids, goes on: to be repeated as a whole by whoever finds it unfinished. */
  private static RunResult finish(AgentRuntime runtime) {
    try {
      runtime.resume(thread("t"));
    } catch (UnknownThreadException e) {
      runtime.run(GRAPH, Update.none(), thread("t"));
    }
    runtime.signal(ANA, "t", "e", "one", "id-1");
    runtime.resume(thread("t"));
    runtime.signal(ANA, "t", "e", "two", "id-2");
    return runtime.resume(thread("t"));
  }

  @Test
  void whatever_call_a_process_dies_at_each_event_is_received_once_and_in_order() {
    AtomicInteger calls = new AtomicInteger();
    MutableClock quiet = MutableClock.create();
    CheckpointStore counted =
        CrashingStore.dyingAt(new InMemoryCheckpointStore(quiet), 0, false, calls);
    assertThat(finish(runtime(counted, quiet)).orThrow().get(LOG)).containsExactly("one", "two");

    List<String> wrong = new ArrayList<>();
    for (int at = 1; at <= calls.get(); at++) {
      for (boolean made : new boolean[] {false, true}) {
        MutableClock clock = MutableClock.create();
        CheckpointStore store = new InMemoryCheckpointStore(clock);
        try {
          finish(runtime(CrashingStore.dyingAt(store, at, made, new AtomicInteger()), clock));
        } catch (CrashingStore.Crash crash) {
          clock.advance(Duration.ofMinutes(1));
        }
        List<String> got = finish(runtime(store, clock)).orThrow().get(LOG);
        if (!got.equals(List.of("one", "two"))) {
          wrong.add("died " + (made ? "after" : "before") + " call " + at + ": " + got);
        }
      }
    }

    assertThat(calls.get()).isGreaterThan(15);
    assertThat(wrong).isEmpty();
  }

  @Test
  void an_event_that_comes_between_the_look_and_the_question_is_not_missed() {
    Arena arena = new Arena();
    StateGraph graph = Arena.single(ctx -> Update.add(LOG, ctx.awaitEvent("e", String.class)));
    AgentRuntime sender = arena.runtime(graph);
    AtomicBoolean sent = new AtomicBoolean();
    CheckpointStore store = CrashingStore.watching(arena.store, (method, arguments) -> {
      boolean suspends = method.equals("commit") && arguments[2].toString().contains("SUSPENDED");
      if (suspends && sent.compareAndSet(false, true)) {
        sender.signal(ANA, "t", "e", "just in time");
      }
    });
    AgentRuntime waiter = arena.builder().checkpoints(store).graphs(graph).build();

    RunResult result = waiter.run(graph, Update.none(), thread("t"));

    assertThat(sent).isTrue();
    assertThat(result.orThrow().get(LOG)).containsExactly("just in time");
  }
}
