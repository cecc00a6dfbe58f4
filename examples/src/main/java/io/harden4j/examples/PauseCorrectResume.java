package io.harden4j.examples;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Stops a run for a human, looks at it, corrects its state, goes on, and forks it from an earlier point. */
public final class PauseCorrectResume {
  static final StateKey<String> CITY = StateKey.of("city", String.class);
  static final StateKey<String> BOOKING = StateKey.of("booking", String.class);

  private static final Principal ANA = Principal.of("ana", "acme");
  private static final String THREAD = "trip-1";

  private final PrintStream out;
  private final List<String> booked = new ArrayList<>();

  private PauseCorrectResume(PrintStream out) {
    this.out = out;
  }

  /** Runs it and prints each step. */
  public static void run(PrintStream out) {
    PauseCorrectResume example = new PauseCorrectResume(out);
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      example.play(runtime);
    }
  }

  /** Guesses a city, and asks before it books. */
  private StateGraph graph() {
    return StateGraph.builder("trip")
        .state(CITY, BOOKING)
        .node("guess", ctx -> Update.of(CITY, "Paris, Texas"))
        .node("book", this::askAndBook)
        .start("guess")
        .edge("guess", "book")
        .edge("book", StateGraph.END)
        .build();
  }

  private Update askAndBook(NodeContext ctx) {
    String city = ctx.get(CITY);
    if (!ctx.ask("Book a hotel in " + city + "?", Boolean.class)) {
      return Update.of(BOOKING, "none");
    }
    return Update.of(
        BOOKING, ctx.effect("book", Effect.idempotent(String.class), key -> book(city)));
  }

  /** Stands for a call of a booking service. */
  private String book(String city) {
    booked.add(city);
    return "hotel in " + city + ", booking " + booked.size();
  }

  private void play(AgentRuntime runtime) {
    StateGraph graph = graph();
    out.println("1. Run until a human is needed");
    RunResult first =
        runtime.run(graph, Update.none(), RunOptions.thread(THREAD).as(ANA));
    show(first);

    out.println("2. Look");
    ThreadState state = runtime.threads().state(ANA, THREAD);
    out.println("   city = " + state.values().get(CITY) + ", next = " + state.next()
        + ", booked so far: " + booked);

    out.println("3. Correct the state: the open question is asked again for what is true now");
    runtime.threads().edit(ANA, THREAD, Update.of(CITY, "Paris"));
    show(runtime.resume(RunOptions.thread(THREAD).as(ANA)));

    out.println("4. Go on");
    runtime.inbox().open(ANA, THREAD).forEach(q -> runtime.inbox().answer(q, "yes", ANA));
    show(runtime.resume(RunOptions.thread(THREAD).as(ANA)));

    out.println("5. Fork from the checkpoint before the correction");
    CheckpointRef before = afterGuess(runtime);
    runtime.threads().fork(ANA, before, "what-if", ForkMode.RERUN);
    runtime.threads().edit(ANA, THREAD, "what-if", null, Update.of(CITY, "Lyon"));
    RunOptions branch = RunOptions.thread(THREAD).branch("what-if").as(ANA);
    runtime.resume(branch);
    runtime.inbox().open(ANA, THREAD).forEach(q -> runtime.inbox().answer(q, "yes", ANA));
    show(runtime.resume(branch));
    out.println("   the main branch still says: "
        + runtime.threads().state(ANA, THREAD).values().get(BOOKING));
    out.println("   booked: " + booked);
  }

  private static CheckpointRef afterGuess(AgentRuntime runtime) {
    return runtime.threads().history(ANA, THREAD).stream()
        .filter(c -> c.cause() == Cause.STEP && c.step() == 1)
        .map(CheckpointInfo::ref)
        .findFirst()
        .orElseThrow();
  }

  private void show(RunResult result) {
    if (result instanceof RunResult.Suspended suspended) {
      out.println("   suspended: " + suspended.questions().get(0).text());
    } else if (result instanceof RunResult.Completed completed) {
      out.println("   completed: " + completed.state().get(BOOKING));
    } else {
      out.println("   " + result);
    }
  }
}
