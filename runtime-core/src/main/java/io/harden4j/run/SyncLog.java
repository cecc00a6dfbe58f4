package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskRecord;
import org.jspecify.annotations.Nullable;

/** Everything is durable when a call returns. */
final class SyncLog implements StepLog {
  private final CheckpointStore store;
  private volatile Lease lease;
  private volatile CheckpointRef head;

  SyncLog(CheckpointStore store, Lease lease, CheckpointRef head) {
    this.store = store;
    this.lease = lease;
    this.head = head;
  }

  @Override
  public EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
    return store.beginEffect(lease, intent, spends);
  }

  @Override
  public void end(EffectRecord outcome) {
    store.endEffect(lease, outcome);
  }

  @Override
  public void putTask(TaskRecord record) {
    store.putTask(lease, record);
  }

  @Override
  public void commit(Step step) {
    commit(step, step.behind(head));
  }

  /** Commits what stands for a step. */
  void commit(Step step, StepCommit commit) {
    head = store.commit(lease, head, commit);
    step.saved().accept(head.seq());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public CheckpointRef head() {
    return head;
  }

  @Override
  public Lease lease() {
    return lease;
  }

  @Override
  public void renewed(Lease newer) {
    lease = newer;
  }
}
