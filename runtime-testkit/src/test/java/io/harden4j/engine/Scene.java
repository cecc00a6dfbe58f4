package io.harden4j.engine;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.MutableClock;
import java.util.List;

/** What most engine tests share: a principal, a clock, a store, and a few keys. */
final class Scene {
  static final Principal ANA = Principal.of("ana", "acme", "agent");
  static final Principal EVE = Principal.of("eve", "globex", "agent");
  static final StateKey<String> TEXT = StateKey.of("text", String.class);
  static final StateKey<List<String>> LOG = StateKey.list("log", String.class);
  static final StateKey<Long> COUNT = StateKey.counter("count");
  static final StateKey<Boolean> OK = StateKey.of("ok", Boolean.class).orElse(false);

  final MutableClock clock = MutableClock.create();
  final CheckpointStore store = new InMemoryCheckpointStore(clock);

  AgentRuntime.Builder builder() {
    return AgentRuntime.builder().checkpoints(store).clock(clock).defaultPrincipal(ANA);
  }

  AgentRuntime runtime() {
    return builder().build();
  }

  static RunOptions thread(String id) {
    return RunOptions.thread(id);
  }

  static StateGraph.Builder graph() {
    return StateGraph.builder("g").state(TEXT, LOG, COUNT, OK);
  }

  /** A graph of one node. */
  static StateGraph single(io.harden4j.graph.Node node) {
    return graph().node("only", node).start("only").edge("only", END).build();
  }

  static RunResult.Suspended suspended(RunResult result) {
    return (RunResult.Suspended) result;
  }

  static Update nothing() {
    return Update.none();
  }
}
