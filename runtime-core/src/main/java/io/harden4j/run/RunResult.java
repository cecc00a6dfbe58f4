package io.harden4j.run;

import io.harden4j.graph.StateView;
import java.util.List;

/** How a segment of a run ended. Everything but {@link Completed} can be resumed. */
public sealed interface RunResult {
  /** Returns what every result tells. */
  RunInfo info();

  /** Returns the state as of the last commit. */
  StateView state();

  /**
   * Every branch of the graph reached its end.
   *
   * @param info  identity and spending
   * @param state final state
   */
  record Completed(RunInfo info, StateView state) implements RunResult {}

  /**
   * Waits for answers. Answer them through the inbox, then resume.
   *
   * @param info      identity and spending
   * @param state     state as of the last commit
   * @param questions the open questions, oldest first
   */
  record Suspended(RunInfo info, StateView state, List<OpenQuestion> questions)
      implements RunResult {
    /** Copies the list. */
    public Suspended {
      questions = List.copyOf(questions);
    }
  }

  /**
   * A task failed for good. A resume runs it again; recorded effects are not done again.
   *
   * @param info  identity and spending
   * @param state state as of the last commit
   * @param error what the first failed task threw
   * @param task  the task, readable
   */
  record Failed(RunInfo info, StateView state, Throwable error, String task) implements RunResult {}

  /**
   * Stopped by a caller, a deadline, a shutdown or the kill switch.
   *
   * @param info   identity and spending
   * @param state  state as of the last commit
   * @param reason why
   */
  record Cancelled(RunInfo info, StateView state, String reason) implements RunResult {}

  /**
   * A budget is used up.
   *
   * @param info   identity and spending
   * @param state  state as of the last commit
   * @param reason which bound, and what was spent
   */
  record OutOfBudget(RunInfo info, StateView state, String reason) implements RunResult {}

  /** Returns the final state, or throws {@link RunNotCompletedException} that says how it ended and what to do. */
  default StateView orThrow() {
    if (this instanceof Completed c) {
      return c.state();
    }
    throw new RunNotCompletedException(this);
  }
}
