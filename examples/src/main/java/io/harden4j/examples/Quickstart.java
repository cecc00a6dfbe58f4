package io.harden4j.examples;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import java.io.PrintStream;
import java.util.Locale;

/** The smallest program: two nodes, one value that goes through them. */
public final class Quickstart {
  static final StateKey<String> TEXT = StateKey.of("text", String.class);

  private Quickstart() {}

  /** Runs it and prints what comes out. */
  public static void run(PrintStream out) {
    StateGraph graph = StateGraph.builder("quickstart")
        .state(TEXT)
        .node("greet", ctx -> Update.of(TEXT, "hello, " + ctx.get(TEXT)))
        .node("shout", ctx -> Update.of(TEXT, ctx.get(TEXT).toUpperCase(Locale.ROOT) + "!"))
        .start("greet")
        .edge("greet", "shout")
        .edge("shout", StateGraph.END)
        .build();
    Principal ana = Principal.of("ana", "acme");
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      out.println(runtime
          .run(graph, Update.of(TEXT, "world"), RunOptions.newThread().as(ana))
          .orThrow()
          .get(TEXT));
    }
  }
}
