package io.harden4j.testkit;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A commit in the making: everything is as in the checkpoint before unless the test says otherwise. */
final class Draft {
  private final CheckpointRef expected;
  private final Map<String, Long> versions;
  private final List<KeyEntry> entries = new ArrayList<>();
  private final List<TaskRecord> finished = new ArrayList<>();
  private final List<Question> opened = new ArrayList<>();
  private final List<QuestionId> closed = new ArrayList<>();
  private final List<TaskId> consumed = new ArrayList<>();
  private List<PlannedTask> frontier;
  private List<BarrierState> barriers = List.of();
  private Map<String, String> tags = Map.of();
  private RunId run;
  private Cause cause = Cause.STEP;
  private RunStatus status = RunStatus.RUNNING;
  private Spent spent;
  private Instant at;
  private int step;
  private int segment;
  private int epoch;
  private int planned;

  /** Begins after {@code before}, or with an empty state where there is nothing yet. */
  Draft(CheckpointRef expected, @Nullable Checkpoint before) {
    this.expected = expected;
    this.versions = new HashMap<>(before == null ? Map.of() : before.versions());
    this.frontier = before == null ? List.of() : before.frontier();
    this.run = before == null ? new RunId("run-1") : before.run();
    this.spent = before == null ? Spent.NOTHING : before.spent();
    this.step = before == null ? 0 : before.step() + 1;
    this.segment = before == null ? 0 : before.segment();
    this.epoch = before == null ? 0 : before.epoch();
    this.planned = before == null ? 0 : before.planned() + 1;
    this.at = before == null ? Samples.AT : before.at().plusSeconds(1);
  }

  Draft value(String key, String value) {
    return entry("", key, KeyEntry.Kind.SNAPSHOT, Samples.payload(value));
  }

  Draft delta(String key, String addition) {
    return entry("", key, KeyEntry.Kind.DELTA, Samples.payload(addition));
  }

  Draft entry(String ns, String key, KeyEntry.Kind kind, Payload data) {
    long version = versions.merge(KeyEntry.name(ns, key), 1L, Long::sum);
    entries.add(new KeyEntry(ns, key, version, kind, data));
    return this;
  }

  Draft without(String key) {
    versions.remove(key);
    return this;
  }

  Draft frontier(String... nodes) {
    return frontier(List.of(nodes).stream().map(Samples::planned).toList());
  }

  Draft frontier(List<PlannedTask> tasks) {
    frontier = tasks;
    return this;
  }

  Draft barriers(BarrierState... waiting) {
    barriers = List.of(waiting);
    return this;
  }

  Draft status(Cause newCause, RunStatus newStatus) {
    cause = newCause;
    status = newStatus;
    return this;
  }

  Draft run(String id) {
    run = new RunId(id);
    return this;
  }

  Draft step(int newStep) {
    step = newStep;
    return this;
  }

  Draft epoch(int newEpoch) {
    epoch = newEpoch;
    return this;
  }

  Draft segment(int newSegment) {
    segment = newSegment;
    return this;
  }

  Draft spent(Spent amount) {
    spent = amount;
    return this;
  }

  Draft tags(Map<String, String> newTags) {
    tags = newTags;
    return this;
  }

  Draft at(Instant when) {
    at = when;
    return this;
  }

  Draft finished(TaskRecord... records) {
    for (TaskRecord r : records) {
      finished.add(r);
      consumed.add(r.key().task());
    }
    return this;
  }

  Draft keeps(TaskRecord record) {
    finished.add(record);
    return this;
  }

  Draft consumes(TaskId... tasks) {
    consumed.addAll(List.of(tasks));
    return this;
  }

  Draft opens(Question... questions) {
    opened.addAll(List.of(questions));
    return this;
  }

  Draft closes(QuestionId... questions) {
    closed.addAll(List.of(questions));
    return this;
  }

  CheckpointRef expected() {
    return expected;
  }

  StepCommit build() {
    CheckpointRef ref = new CheckpointRef(expected.thread(), expected.branch(), 0);
    Checkpoint checkpoint = new Checkpoint(
        ref,
        expected.seq() == 0 ? null : expected,
        run,
        segment,
        cause,
        step,
        epoch,
        new GraphVersion("graph", 1, "fingerprint"),
        versions,
        planned,
        frontier,
        barriers,
        status,
        spent,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        tags,
        at);
    return new StepCommit(checkpoint, entries, finished, opened, closed, consumed);
  }
}
