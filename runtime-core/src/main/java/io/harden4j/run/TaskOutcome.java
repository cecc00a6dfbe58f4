package io.harden4j.run;

import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.effect.ControlSignal;
import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended in this segment, or as recorded by an earlier one.
 *
 * @param task     the task
 * @param state    how it ended
 * @param attempt  which attempt
 * @param writes   what it writes
 * @param jumps    where it goes itself; empty means: follow the edges
 * @param label    label of what it read: the control label of its jumps
 * @param asks     questions it opened
 * @param error    what it threw, or null
 * @param signal   what stopped it, or null
 * @param recorded whether its record is durable already
 */
record TaskOutcome(
    LiveTask task,
    TaskState state,
    int attempt,
    List<Write> writes,
    List<Jump> jumps,
    Label label,
    List<Question> asks,
    @Nullable Throwable error,
    @Nullable ControlSignal signal,
    boolean recorded) {
  /** A write with its label. */
  record Write(StateKey<?> key, Object value, Label label) {}

  static TaskOutcome succeeded(
      LiveTask task, int attempt, List<Write> writes, List<Jump> jumps, Label label) {
    return new TaskOutcome(
        task, TaskState.SUCCEEDED, attempt, writes, jumps, label, List.of(), null, null, false);
  }

  static TaskOutcome failed(LiveTask task, int attempt, Throwable error) {
    return new TaskOutcome(
        task,
        TaskState.FAILED,
        attempt,
        List.of(),
        List.of(),
        Label.SYSTEM,
        List.of(),
        error,
        null,
        false);
  }

  static TaskOutcome suspended(
      LiveTask task, int attempt, List<Question> asks, ControlSignal signal) {
    return new TaskOutcome(
        task,
        TaskState.SUSPENDED,
        attempt,
        List.of(),
        List.of(),
        Label.SYSTEM,
        asks,
        null,
        signal,
        false);
  }

  static TaskOutcome stopped(LiveTask task, int attempt, ControlSignal signal) {
    return new TaskOutcome(
        task,
        TaskState.CANCELLED,
        attempt,
        List.of(),
        List.of(),
        Label.SYSTEM,
        List.of(),
        null,
        signal,
        false);
  }

  TaskOutcome asRecorded() {
    return new TaskOutcome(task, state, attempt, writes, jumps, label, asks, error, signal, true);
  }
}
