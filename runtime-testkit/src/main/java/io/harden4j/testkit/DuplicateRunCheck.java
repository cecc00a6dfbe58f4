package io.harden4j.testkit;

import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunEventBuffer;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.DuplicateRunCheckReport.Finding;
import io.harden4j.testkit.DuplicateRunCheckReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs every task of a graph twice against its journal, as a crash just before the commit would, and reports nodes that do not repeat themselves. Use it
 * in a test of each graph that is to be resumed:
 *
 * <pre>{@code
 * DuplicateRunCheck.of(graph).input(Update.of(QUESTION, "..."))
 *     .runtime(b -> b.guard(guard).tools(tools))
 *     .answer("Send this answer", true)
 *     .check().assertStable();
 * }</pre>
 *
 * <p>The first result of each task is discarded, its recorded effects are kept, and another runtime on the same store goes on. Effects are really
 * executed: give it scripted models and fake tools. Not thread-safe.
 */
public final class DuplicateRunCheck {
  private static final int MOST_SEGMENTS = 10_000;
  private static final int MOST_EVENTS = 100_000;
  private static final String THREAD = "duplicate-run-check";

  private record Answer(String fragment, Object value) {}

  private final StateGraph graph;
  private final List<Answer> answers = new ArrayList<>();
  private Update input = Update.none();
  private Principal principal = Principal.of("checker", "duplicate-run-check");
  private UnaryOperator<AgentRuntime.Builder> runtime = UnaryOperator.identity();

  private DuplicateRunCheck(StateGraph graph) {
    this.graph = graph;
  }

  /** Begins a check of a graph. */
  public static DuplicateRunCheck of(StateGraph graph) {
    return new DuplicateRunCheck(graph);
  }

  /** Runs it with this input; default: none. */
  public DuplicateRunCheck input(Update fresh) {
    input = fresh;
    return this;
  }

  /** Runs it for this principal, who also answers; default: one without roles. */
  public DuplicateRunCheck as(Principal who) {
    principal = who;
    return this;
  }

  /** Answers each question whose text contains {@code fragment}; of several that fit, the first one added is taken. */
  public DuplicateRunCheck answer(String fragment, Object value) {
    answers.add(new Answer(fragment, value));
    return this;
  }

  /** Sets guard, tools, budget and the like of each runtime that is built. Its store, cipher and durability are the check's own. */
  public DuplicateRunCheck runtime(UnaryOperator<AgentRuntime.Builder> customizer) {
    runtime = customizer;
    return this;
  }

  /**
   * Runs the graph to its end, or to the first mismatch: the other request is not executed.
   *
   * @throws IllegalStateException if a question has no answer, or the graph does not end
   */
  public DuplicateRunCheckReport check() {
    DuplicateRunCheckStore store = new DuplicateRunCheckStore();
    DuplicateRunCheckTrail trail = new DuplicateRunCheckTrail();
    for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
      RunResult result = segment(store, trail, segment == 0);
      if (result != null && (!(result instanceof RunResult.Suspended) || store.hasMismatch())) {
        List<Finding> findings = new ArrayList<>(store.findings());
        findings.addAll(trail.findings());
        return new DuplicateRunCheckReport(result, store.runTwice(), findings);
      }
    }
    throw new IllegalStateException("graph '" + graph + "' did not end within " + MOST_SEGMENTS
        + " segments; give its loops a bound");
  }

  /** Runs one segment. Returns null if it was cut off before its commit. */
  private @Nullable RunResult segment(
      DuplicateRunCheckStore store, DuplicateRunCheckTrail trail, boolean first) {
    store.revive();
    RunEventBuffer events = new RunEventBuffer(MOST_EVENTS);
    RunOptions options =
        RunOptions.thread(THREAD).as(principal).durability(Durability.SYNC).events(events);
    try (AgentRuntime process = process(store)) {
      RunResult result = first ? process.run(graph, input, options) : process.resume(options);
      if (result instanceof RunResult.Suspended suspended) {
        suspended.questions().forEach(q -> answer(process, store, q));
      }
      return result;
    } catch (DuplicateRunCheckStore.CutOff cut) {
      return null;
    } finally {
      trail.read(events.drain());
    }
  }

  private AgentRuntime process(DuplicateRunCheckStore store) {
    return runtime
        .apply(AgentRuntime.builder())
        .graphs(graph)
        .checkpoints(store)
        .cipher(PayloadCipher.NONE)
        .build();
  }

  private void answer(AgentRuntime process, DuplicateRunCheckStore store, OpenQuestion question) {
    if (question.kind().equals("mismatch")) {
      store.found(new Finding(Kind.MISMATCH, question.node(), question.text()));
      return;
    }
    Answer answer = answers.stream()
        .filter(a -> question.text().contains(a.fragment))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the question '" + question.text()
            + "' has no answer; add .answer(\"part of its text\", value) to the check"));
    process.inbox().answer(question, answer.value, principal);
  }
}
