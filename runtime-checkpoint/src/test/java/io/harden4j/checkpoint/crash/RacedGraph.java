package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;

/** A run without an end: it waits for an answer, does something outside, counts it, and waits for the next answer. */
final class RacedGraph {
  static final Principal WHO = Principal.of("carol", "acme");
  static final ThreadKey THREAD = new ThreadKey("acme", "race");
  static final StateKey<Integer> COUNT = StateKey.of("count", Integer.class).orElse(0);

  private final Runnable outside;

  /** Creates the graph; {@code outside} is what a round does to the world. */
  RacedGraph(Runnable outside) {
    this.outside = outside;
  }

  AgentRuntime runtime(CheckpointStore store) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .defaultPrincipal(WHO)
        .budget(Budget.UNLIMITED)
        .graphs(graph())
        .build();
  }

  StateGraph graph() {
    return StateGraph.builder("race")
        .version(1)
        .state(COUNT)
        .node("round", this::round)
        .start("round")
        .edge("round", "round")
        .build();
  }

  private Update round(NodeContext ctx) {
    int count = ctx.get(COUNT);
    ctx.ask("Round " + count + "?", Boolean.class);
    ctx.effect("count", Effect.idempotent(Integer.class), key -> {
      outside.run();
      return count;
    });
    return Update.of(COUNT, count + 1);
  }

  /** Answers what the run waits for. */
  static void answer(AgentRuntime runtime) {
    for (OpenQuestion q : runtime.inbox().open(WHO)) {
      runtime.inbox().answer(q, true, WHO);
    }
  }
}
