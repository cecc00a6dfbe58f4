package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomGraphsTest {
  private final MutableClock clock = MutableClock.create();

  private AgentRuntime runtime(CheckpointStore store, StateGraph graph) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .defaultPrincipal(ANA)
        .graphs(graph)
        .poolSize(1)
        .budget(Budget.UNLIMITED)
        .build();
  }

  private static String shown(RunResult result) {
    return result.getClass().getSimpleName() + " " + result.state().get(LOG) + " "
        + result.state().get(COUNT) + " after " + result.info().spent().steps()
        + (result instanceof RunResult.Failed f ? f.error() : "");
  }

  private String run(CheckpointStore store, StateGraph graph, Durability durability) {
    try (AgentRuntime runtime = runtime(store, graph)) {
      return shown(runtime.run(graph, Update.none(), thread("t").durability(durability)));
    }
  }

  private String crashedAndResumed(StateGraph graph, int at, boolean made) {
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    try {
      run(CrashingStore.dyingAt(memory, at, made, new AtomicInteger()), graph, Durability.SYNC);
    } catch (CrashingStore.Crash expected) {
      clock.advance(Duration.ofMinutes(1));
    }
    try (AgentRuntime survivor = runtime(memory, graph)) {
      return shown(survivor.resume(thread("t")));
    } catch (UnknownThreadException e) {
      return run(memory, graph, Durability.SYNC);
    }
  }

  static LongStream tens() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seeds {0}0 to {0}9")
  @MethodSource("tens")
  void a_graph_ends_the_same_without_checkpoints_with_them_and_after_a_crash_anywhere(long ten) {
    List<String> wrong = new ArrayList<>();
    for (long seed = 10 * ten; seed < 10 * ten + 10; seed++) {
      StateGraph graph = RandomGraph.of(seed);
      AtomicInteger calls = new AtomicInteger();
      CheckpointStore counting =
          CrashingStore.dyingAt(new InMemoryCheckpointStore(clock), 0, false, calls);
      String expected = run(counting, graph, Durability.SYNC);
      String withoutCheckpoints = run(counting, graph, Durability.NONE);
      if (!withoutCheckpoints.equals(expected)) {
        wrong.add("seed " + seed + " NONE " + withoutCheckpoints + "\nSYNC " + expected);
      }
      Random random = new Random(seed);
      for (int crash = 0; crash < 3; crash++) {
        int at = 1 + random.nextInt(calls.get());
        String resumed = crashedAndResumed(graph, at, random.nextBoolean());
        if (!resumed.equals(expected)) {
          wrong.add("seed " + seed + " crash at " + at + " " + resumed + "\nSYNC " + expected);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }
}
