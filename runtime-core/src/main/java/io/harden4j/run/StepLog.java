package io.harden4j.run;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.effect.internal.EffectLog;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Where a segment's records go, in order; when they are durable is the mode's. Used by the loop's owner and by tasks of a step. */
interface StepLog extends EffectLog {
  /**
   * A checkpoint without its place in the line.
   *
   * @param about    run, segment, epoch, graph and trace
   * @param commit   what it tells
   * @param versions versions of its keys
   * @param frontier tasks that run next, sealed
   * @param barriers joins that wait, sealed
   * @param saved    told the sequence number once it is durable; not called if a later one takes its place
   */
  record Step(
      Recorder.Header about,
      Recorder.Commit commit,
      Map<String, Long> versions,
      List<PlannedTask> frontier,
      List<BarrierState> barriers,
      LongConsumer saved) {
    Cause cause() {
      return commit.cause();
    }

    RunStatus status() {
      return commit.status();
    }

    StepCommit behind(CheckpointRef head) {
      return behind(head, commit.entries(), commit.closed(), commit.consumed());
    }

    StepCommit behind(
        CheckpointRef head,
        List<KeyEntry> entries,
        List<QuestionId> closed,
        List<TaskId> consumed) {
      Checkpoint checkpoint = new Checkpoint(
          new CheckpointRef(head.thread(), head.branch(), 0),
          head.seq() == 0 ? null : head,
          about.run(),
          about.segment(),
          commit.cause(),
          commit.step(),
          about.epoch(),
          about.graph(),
          versions,
          commit.state().planned(),
          frontier,
          barriers,
          commit.status(),
          commit.spent(),
          about.traceparent(),
          about.tags(commit.tags()),
          commit.at());
      List<TaskRecord> finished = commit.finished();
      List<Question> opened = commit.opened();
      return new StepCommit(checkpoint, entries, finished, opened, closed, consumed);
    }
  }

  /** Records how a task ended. */
  void putTask(TaskRecord record);

  /** Commits a checkpoint behind the one before. */
  void commit(Step step);

  /** Returns once everything is durable. @throws RuntimeException what the store failed with */
  void flush();

  /** Ends it; what is not durable by now is dropped. */
  void close();

  /** Returns the newest durable checkpoint. */
  CheckpointRef head();

  Lease lease();

  void renewed(Lease newer);
}
