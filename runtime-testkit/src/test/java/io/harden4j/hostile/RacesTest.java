package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadBusyException;
import io.harden4j.run.ThreadSuspendedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two that want one thread at the same moment. */
class RacesTest {
  private static final int ROUNDS = 200;

  private final Arena arena = new Arena();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final AtomicInteger executed = new AtomicInteger();
  private final StateGraph graph = Arena.single(ctx -> {
    ctx.effect("once", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
    return Update.of(OK, ctx.ask("?", Boolean.class));
  });

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  /** What both came to: results, and what the losers were told. */
  private record Meeting(List<RunResult> results, List<Throwable> refusals) {}

  private Meeting meet(AgentRuntime a, AgentRuntime b, Function<AgentRuntime, RunResult> what)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<RunResult>> both = new ArrayList<>();
    for (AgentRuntime runtime : List.of(a, b)) {
      both.add(pool.submit(() -> {
        start.await();
        return what.apply(runtime);
      }));
    }
    Meeting meeting = new Meeting(new ArrayList<>(), new ArrayList<>());
    for (Future<RunResult> one : both) {
      try {
        meeting.results.add(one.get());
      } catch (ExecutionException e) {
        meeting.refusals.add(e.getCause());
      }
    }
    return meeting;
  }

  private void race(AgentRuntime a, AgentRuntime b) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String id = "t" + round;

      Meeting started = meet(a, b, r -> r.run(graph, Update.none(), thread(id)));
      assertThat(started.results).hasSize(1).allMatch(r -> r instanceof RunResult.Suspended);
      assertThat(started.refusals)
          .hasSize(1)
          .allMatch(e -> e instanceof ThreadBusyException || e instanceof ThreadSuspendedException);

      a.inbox().open(ANA, id).forEach(q -> a.inbox().answer(q, true, ANA));
      Meeting resumed = meet(a, b, r -> r.resume(thread(id)));
      assertThat(resumed.results).isNotEmpty().allMatch(r -> r instanceof RunResult.Completed);
      assertThat(resumed.refusals).allMatch(e -> e instanceof ThreadBusyException);
    }
    assertThat(executed).hasValue(ROUNDS);
  }

  @Test
  void of_two_runtimes_one_wins_and_the_other_is_told_why_it_lost() throws Exception {
    try (AgentRuntime a = arena.runtime(graph);
        AgentRuntime b = arena.runtime(graph)) {
      race(a, b);
    }
  }

  @Test
  void of_two_calls_to_one_runtime_one_wins_as_well() throws Exception {
    try (AgentRuntime runtime = arena.runtime(graph)) {
      race(runtime, runtime);
    }
  }
}
