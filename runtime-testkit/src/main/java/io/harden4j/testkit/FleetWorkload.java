package io.harden4j.testkit;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Threads for a fleet of workers. Each has an effect, a wait that depends on its kind, and another effect; what an effect does is a line in the outside world.
 * One tenant in twenty has half of all threads.
 */
final class FleetWorkload {
  static final int TENANTS = 20;

  /** What a thread waits for in the middle. */
  enum Kind {
    /** Nothing. */
    RUNNABLE,
    /** An answer. */
    ASKING,
    /** A timer that is over soon. */
    SLEEPING
  }

  /** A thread. */
  record Job(String tenant, String threadId, Kind kind) {
    Principal who() {
      return Principal.of("user", tenant);
    }

    RunOptions options() {
      return RunOptions.thread(threadId).as(who());
    }
  }

  private static final StateKey<Kind> KIND = StateKey.of("kind", Kind.class);
  private static final StateKey<List<String>> TRAIL = StateKey.list("trail", String.class);
  private static final Duration NAP = Duration.ofMillis(1);

  private final Consumer<String> world;

  FleetWorkload(Consumer<String> world) {
    this.world = world;
  }

  StateGraph graph() {
    return StateGraph.builder("fleet")
        .state(KIND, TRAIL)
        .node("first", this::call)
        .node("wait", FleetWorkload::pause)
        .node("second", this::call)
        .start("first")
        .edge("first", "wait")
        .edge("wait", "second")
        .edge("second", END)
        .build();
  }

  private Update call(NodeContext ctx) {
    String line = ctx.principal().tenant().id() + " " + ctx.threadId() + " " + ctx.node();
    ctx.effect("call", Effect.idempotent(Boolean.class), key -> {
      world.accept(line);
      return true;
    });
    return Update.add(TRAIL, ctx.node());
  }

  private static Update pause(NodeContext ctx) {
    switch (ctx.get(KIND)) {
      case ASKING -> ctx.ask("Go on?", Boolean.class);
      case SLEEPING -> ctx.sleep(NAP);
      case RUNNABLE -> {}
    }
    return Update.add(TRAIL, "wait");
  }

  /** Returns the jobs: half of them suspended, half of all of one tenant. */
  static List<Job> jobs(int count) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tenant = i % 2 == 0 ? 0 : 1 + (i / 2) % (TENANTS - 1);
      Kind kind = i < count / 2 ? Kind.RUNNABLE : i % 4 < 2 ? Kind.ASKING : Kind.SLEEPING;
      jobs.add(new Job(String.format("tenant-%02d", tenant), "job-" + i, kind));
    }
    return jobs;
  }

  AgentRuntime runtime(CheckpointStore store) {
    return AgentRuntime.builder().checkpoints(store).graphs(graph()).build();
  }

  /** Leaves a job as its kind wants it: submitted, or run until it waits. */
  static void prepare(AgentRuntime runtime, StateGraph graph, Job job) {
    Update input = Update.of(KIND, job.kind());
    if (job.kind() == Kind.RUNNABLE) {
      runtime.submit(graph, input, job.options());
    } else {
      runtime.run(graph, input, job.options());
    }
  }

  /** Says whether a finished job's state is what an undisturbed run leaves. */
  static boolean isRight(AgentRuntime runtime, Job job) {
    return runtime
        .threads()
        .state(job.who(), job.threadId())
        .values()
        .get(TRAIL)
        .equals(List.of("first", "wait", "second"));
  }
}
