package io.harden4j.benchmarks.store;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A chat: each turn is a run that adds one message to the thread. Messages are random letters, so that nothing compresses well. */
final class Chat {
  private static final StateKey<List<String>> MESSAGES = StateKey.list("messages", String.class);
  private static final StateGraph GRAPH = StateGraph.builder("chat")
      .version(1)
      .state(MESSAGES)
      .node("reply", ctx -> Update.none())
      .start("reply")
      .edge("reply", StateGraph.END)
      .build();

  private Chat() {}

  /** Plays a chat and returns how long each turn took, in milliseconds. */
  static List<Double> play(CheckpointStore store, String thread, int turns, int messageBytes) {
    Random random = new Random(turns + messageBytes);
    List<Double> millis = new ArrayList<>();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(store)
        .defaultPrincipal(Principal.of("carol", "acme"))
        .graphs(GRAPH)
        .build()) {
      for (int turn = 0; turn < turns; turn++) {
        Update message = Update.add(MESSAGES, text(random, messageBytes));
        long start = System.nanoTime();
        runtime.run(GRAPH, message, RunOptions.thread(thread));
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    return millis;
  }

  static String text(Random random, int length) {
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      out.append((char) ('a' + random.nextInt(26)));
    }
    return out.toString();
  }
}
