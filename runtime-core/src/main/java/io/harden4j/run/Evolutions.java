package io.harden4j.run;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.Evolution;

/** Which registered graph goes on with a paused thread. */
final class Evolutions {
  private Evolutions() {}

  /** Returns the graph for a checkpoint. @throws GraphChangedException if the declared policy does not bridge the difference */
  static CompiledGraph graphFor(GraphRegistry graphs, GraphVersion made, ThreadKey thread) {
    CompiledGraph newest = graphs.newest(made.name());
    if (newest == null) {
      throw new GraphChangedException(
          "thread '" + thread.threadId() + "' belongs to graph '" + made.name() + "' v"
              + made.version()
              + ", which this runtime does not know; register it with AgentRuntime.builder().graphs(...) or runtime.register(...)");
    }
    CompiledGraph exact = graphs.exact(made);
    if (exact != null) {
      return exact;
    }
    GraphVersion now = newest.graph().version();
    String difference = "thread '" + thread.threadId() + "' was paused in graph '" + made.name()
        + "' v" + made.version() + " (" + made.fingerprint() + "), registered is v" + now.version()
        + " (" + now.fingerprint() + ")";
    Evolution policy = newest.graph().evolution();
    if (policy == Evolution.MIGRATE && made.version() <= now.version()) {
      return newest;
    }
    throw new GraphChangedException(difference + "; its policy is " + policy + ". "
        + switch (policy) {
          case REFUSE ->
            "Register the old version as well, or declare onChange(Evolution.MIGRATE) with a migration";
          case PIN -> "Register the old version as well, so that the thread can go on with it";
          case MIGRATE ->
            "It cannot go back to an older version; register version " + made.version()
                + " or a newer one";
        });
  }

  /** Refuses to continue a thread's state with a graph that does not fit it. */
  static void requireSame(CompiledGraph graph, Checkpoint head, ThreadKey thread) {
    if (!graph.graph().name().equals(head.graph().name())) {
      throw new GraphChangedException("thread '" + thread.threadId() + "' belongs to graph '"
          + head.graph().name() + "', not to '" + graph.graph().name()
          + "'; use another thread id, or run the graph it belongs to");
    }
  }
}
