package io.harden4j.testkit;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.ForwardingCheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.testkit.DuplicateRunCheckReport.Finding;
import io.harden4j.testkit.DuplicateRunCheckReport.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a run records but for the first success of each task: that is dropped, and the commit that would use it cuts the process off. Watches what
 * second runs add to the journal. Thread-safe.
 */
final class DuplicateRunCheckStore extends ForwardingCheckpointStore {
  /** The process ends before its commit. */
  static final class CutOff extends Error {
    private static final long serialVersionUID = 1L;

    CutOff() {
      super("cut off before the commit", null, false, false);
    }
  }

  private final DuplicateRunCheckResults results = new DuplicateRunCheckResults();
  private final Set<TaskId> ranOnce = new HashSet<>();
  private final Set<EffectKey> added = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private boolean cut;

  DuplicateRunCheckStore() {
    super(new InMemoryCheckpointStore());
  }

  synchronized void revive() {
    cut = false;
  }

  synchronized void found(Finding finding) {
    findings.add(finding);
  }

  synchronized boolean hasMismatch() {
    return findings.stream().anyMatch(f -> f.kind() == Kind.MISMATCH);
  }

  synchronized List<Finding> findings() {
    return List.copyOf(findings);
  }

  synchronized int runTwice() {
    return ranOnce.size();
  }

  private void alive() {
    if (cut) {
      throw new CutOff();
    }
  }

  @Override
  public synchronized void putTask(Lease lease, TaskRecord record) {
    alive();
    if (keeps(record)) {
      super.putTask(lease, record);
    }
  }

  /** Says whether a record is kept: every one but a task's first success. */
  private boolean keeps(TaskRecord record) {
    if (record.state() != TaskState.SUCCEEDED) {
      return true;
    }
    findings.addAll(results.compare(record));
    return !ranOnce.add(record.key().task());
  }

  @Override
  public synchronized CheckpointRef commit(
      Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    alive();
    if (commit.checkpoint().cause() == Cause.STEP) {
      findings.addAll(results.compare(commit));
      if (ranOnce.addAll(commit.consumed())) {
        cut = true;
        throw new CutOff();
      }
      return super.commit(lease, expectedHead, commit);
    }
    return super.commit(lease, expectedHead, withoutFirstSuccesses(commit));
  }

  private StepCommit withoutFirstSuccesses(StepCommit commit) {
    return new StepCommit(
        commit.checkpoint(),
        commit.entries(),
        commit.finished().stream().filter(this::keeps).toList(),
        commit.opened(),
        commit.closed(),
        commit.consumed());
  }

  @Override
  public synchronized EffectRecord beginEffect(
      Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    alive();
    watch(intent);
    return super.beginEffect(lease, intent, spends);
  }

  @Override
  public synchronized void endEffect(Lease lease, EffectRecord outcome) {
    alive();
    watch(outcome);
    super.endEffect(lease, outcome);
  }

  /** A task that has succeeded once finds all its effects in the journal; one that it adds is news. */
  private void watch(EffectRecord effect) {
    TaskId task = effect.key().task().task();
    if (ranOnce.contains(task) && added.add(effect.key())) {
      findings.add(new Finding(
          effect.consequential() ? Kind.REPEATED_EFFECT : Kind.EFFECT_NOT_IN_JOURNAL,
          task.node(),
          effect.key().name()));
    }
  }

  @Override
  public String name() {
    return "duplicate-run-check";
  }
}
