package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.MutableClock;
import java.util.List;

/** What the hostile tests share: a principal, a clock, a store, and a few keys. */
final class Arena {
  static final Principal ANA = Principal.of("ana", "acme", "agent");
  static final StateKey<String> TEXT = StateKey.of("text", String.class);
  static final StateKey<List<String>> LOG = StateKey.list("log", String.class);
  static final StateKey<Long> COUNT = StateKey.counter("count");
  static final StateKey<Boolean> OK = StateKey.of("ok", Boolean.class).orElse(false);

  final MutableClock clock = MutableClock.create();
  final CheckpointStore store = new InMemoryCheckpointStore(clock);

  AgentRuntime.Builder builder() {
    return AgentRuntime.builder().checkpoints(store).clock(clock).defaultPrincipal(ANA);
  }

  AgentRuntime runtime(StateGraph... graphs) {
    return builder().graphs(graphs).build();
  }

  static RunOptions thread(String id) {
    return RunOptions.thread(id);
  }

  static StateGraph.Builder graph() {
    return StateGraph.builder("hostile").state(TEXT, LOG, COUNT, OK);
  }

  /** A graph of one node. */
  static StateGraph single(Node node) {
    return graph().node("only", node).start("only").edge("only", END).build();
  }

  /** Returns the open questions of a run that must have been suspended. */
  static List<OpenQuestion> questions(RunResult result) {
    if (result instanceof RunResult.Suspended suspended) {
      return suspended.questions();
    }
    throw new AssertionError("not suspended but " + result);
  }

  /** Answers everything that is open on a thread, then resumes it. */
  static RunResult answerAll(AgentRuntime runtime, String id, Object answer) {
    for (OpenQuestion question : runtime.inbox().open(ANA, id)) {
      runtime.inbox().answer(question, answer, ANA);
    }
    return runtime.resume(thread(id));
  }

  /** Returns what a failed run failed with. */
  static Throwable error(RunResult result) {
    if (result instanceof RunResult.Failed failed) {
      return failed.error();
    }
    throw new AssertionError("not failed but " + result);
  }
}
