package io.harden4j.benchmarks;

import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import java.time.Duration;
import java.util.List;

/** The graphs that are measured, and who runs them. No model, no network: what is left is the engine. */
final class Workloads {
  /** Nodes of the chain of W1 and W2. */
  static final int CHAIN = 10;

  /** Steps of the loop of W3. */
  static final int STEPS = 1_000;

  /** Branches of W4. */
  static final int BRANCHES = 100;

  /** What each branch of W4 waits. */
  static final long BRANCH_MILLIS = 10;

  static final StateKey<String> QUESTION = StateKey.of("question", String.class);
  static final StateKey<Long> COUNT = StateKey.counter("count");
  static final StateKey<List<String>> LOG = StateKey.list("log", String.class);

  static final Principal ANA = Principal.of("ana", "acme", "agent");
  static final Budget BUDGET =
      Budget.of().steps(2_000).tokens(50_000).wallClock(Duration.ofMinutes(5));

  /** What every run starts with: one value that carries the label of its user. */
  static final Update INPUT = Update.of(QUESTION, "Where is my parcel?");

  private Workloads() {}

  /** Ten nodes in a row that do nothing. */
  static StateGraph chain() {
    StateGraph.Builder graph = StateGraph.builder("chain").state(QUESTION).start(node(0));
    for (int i = 0; i < CHAIN; i++) {
      graph.node(node(i), ctx -> Update.none());
      graph.edge(node(i), i + 1 < CHAIN ? node(i + 1) : StateGraph.END);
    }
    return graph.build();
  }

  /** One node that runs until it has counted to {@link #STEPS}; with {@code growing} its list gets an entry in each step. */
  static StateGraph loop(StepTimes times, boolean growing) {
    return StateGraph.builder("loop")
        .state(QUESTION, COUNT, LOG)
        .node("again", ctx -> {
          times.mark();
          Update counted = Update.of(COUNT, 1L);
          return growing ? counted.and(Update.add(LOG, "looked at the parcel")) : counted;
        })
        .start("again")
        .route("again", r -> r.when(s -> s.get(COUNT) >= STEPS, StateGraph.END).otherwise("again"))
        .build();
  }

  /** One node, then branches that wait in parallel, then one node. */
  static StateGraph branches() {
    StateGraph.Builder graph = StateGraph.builder("branches")
        .state(QUESTION)
        .node("split", ctx -> Update.none())
        .node("join", ctx -> Update.none())
        .start("split")
        .edge("join", StateGraph.END);
    String[] names = new String[BRANCHES];
    for (int i = 0; i < BRANCHES; i++) {
      names[i] = node(i);
      graph.edge("split", names[i]);
      graph.node(names[i], ctx -> {
        Thread.sleep(BRANCH_MILLIS);
        return Update.none();
      });
    }
    return graph.join("join", names).build();
  }

  static String node(int number) {
    return "n" + number;
  }
}
