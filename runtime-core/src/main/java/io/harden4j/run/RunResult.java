package io.harden4j.run;

import io.harden4j.graph.StateView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
   * Waits for answers, timers or events. Answer through the inbox and resume, or leave it to a {@link RunWorker}.
   *
   * @param info      identity and spending
   * @param state     state as of the last commit
   * @param questions the open questions, oldest first
   * @param waits     timers and events, oldest first
   */
  record Suspended(RunInfo info, StateView state, List<OpenQuestion> questions, List<Wait> waits)
      implements RunResult {
    /** Copies the lists. */
    public Suspended {
      questions = List.copyOf(questions);
      waits = List.copyOf(waits);
    }

    /** Returns when the first of the timers, timeouts and expiries ends, if there is any: before that only an answer or an event can make it go on. */
    public Optional<Instant> nextWake() {
      return Stream.concat(
              questions.stream().map(OpenQuestion::expiresAt), waits.stream().map(Wait::until))
          .filter(Objects::nonNull)
          .min(Comparator.naturalOrder());
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
