package io.harden4j.run;

import io.harden4j.checkpoint.RunStatus;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run, for progress displays and streaming. Values of secret keys are not in {@link NodeUpdate}. */
public sealed interface RunEvent {
  /** A segment began. */
  record Started(String runId, String threadId, int segment) implements RunEvent {}

  /** A task began an attempt. */
  record TaskStarted(String task, String node, int step, int attempt) implements RunEvent {}

  /** A task ended: {@code succeeded}, {@code failed}, {@code suspended} or {@code cancelled}. */
  record TaskEnded(String task, String node, int step, int attempt, String outcome, long nanos)
      implements RunEvent {}

  /** What a finished task wants changed; secret keys are left out. */
  record NodeUpdate(String task, String node, int step, Update update) implements RunEvent {}

  /** The state after a committed step. */
  record Values(int step, StateView state) implements RunEvent {}

  /** A piece of a model's answer. */
  record Token(String task, String node, String call, int attempt, String text)
      implements RunEvent {}

  /** A model call is tried again: forget the tokens of earlier attempts of this call. */
  record Restarted(String task, String node, String call, int attempt) implements RunEvent {}

  /** What a node emitted. */
  record Custom(String task, String node, Object value) implements RunEvent {}

  /** An effect ended: {@code done}, {@code replayed}, {@code denied}, {@code failed} or {@code unknown}. */
  record EffectEnded(
      String task,
      String node,
      String effect,
      String outcome,
      @Nullable String rule) implements RunEvent {}

  /** A question was asked. */
  record Asked(OpenQuestion question) implements RunEvent {}

  /** A task waits for a timer or an event. */
  record Waiting(Wait on) implements RunEvent {}

  /** A checkpoint was committed. */
  record CheckpointSaved(long seq, int step, RunStatus status) implements RunEvent {}

  /** The segment ended. */
  record Ended(RunStatus status) implements RunEvent {}

  /** The listener was too slow: this many events were dropped before this one. */
  record Dropped(long count) implements RunEvent {}
}
