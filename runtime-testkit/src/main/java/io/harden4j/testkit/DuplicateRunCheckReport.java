package io.harden4j.testkit;

import io.harden4j.run.RunResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link DuplicateRunCheck} found. Immutable.
 *
 * @param result    how the run ended
 * @param runTwice  tasks that ran twice
 * @param findings  what differed between the two runs of a task, in order of discovery; empty for a graph that may be resumed anywhere
 */
public record DuplicateRunCheckReport(RunResult result, int runTwice, List<Finding> findings) {
  /** What differed. */
  public enum Kind {
    /** A consequential effect was executed by both runs: after a crash it would happen twice. */
    REPEATED_EFFECT,
    /** The second run had an effect without consequence that is not in the journal of the first: it costs a call, and its result may differ. */
    EFFECT_NOT_IN_JOURNAL,
    /** The second run did not ask for an effect that the first had. */
    EFFECT_NOT_ASKED_AGAIN,
    /** The second run had a consequential effect with another request: a resumed run would stop for a human. */
    MISMATCH,
    /** The second run wrote something else, or went elsewhere. */
    DIFFERENT_UPDATE
  }

  /**
   * One difference.
   *
   * @param kind what differed
   * @param node the node, or the nodes of the step joined by {@code +} where it cannot be told which of them
   * @param what the effect, such as {@code model:gpt}, or the state keys that differ
   */
  public record Finding(Kind kind, String node, String what) {
    @Override
    public String toString() {
      return kind + " in node '" + node + "': " + what;
    }
  }

  /** Copies the list. */
  public DuplicateRunCheckReport {
    findings = List.copyOf(findings);
  }

  /** Returns the findings of a kind. */
  public List<Finding> findings(Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).toList();
  }

  /**
   * Returns this report if the run completed, at least one task ran twice, and nothing differed.
   *
   * @throws AssertionError that lists what differed and says what to do
   */
  public DuplicateRunCheckReport assertStable() {
    if (!findings.isEmpty()) {
      throw new AssertionError(
          findings.stream()
              .map(Finding::toString)
              .collect(
                  Collectors.joining(
                      "\n  ",
                      "nodes that do not repeat themselves when they run again:\n  ",
                      "\nTake clock, random numbers and calls from ctx, keep no state in fields, and build requests in a fixed order.")));
    }
    if (!(result instanceof RunResult.Completed) || runTwice == 0) {
      throw new AssertionError(
          "nothing was checked to its end: " + runTwice + " tasks ran twice, and the run ended as "
              + result.getClass().getSimpleName()
              + (result instanceof RunResult.Failed f ? " with " + f.error() : ""));
    }
    return this;
  }
}
