package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.internal.Texts;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts branches: shares the values, copies what was recorded for the tasks that run next. */
final class Forks {
  private static final String SOURCE =
      "SELECT body FROM h4j_checkpoint WHERE thread = ? AND seq = ? AND branch_hash = ?";
  private static final String RECORD =
      "SELECT seq, body FROM h4j_task WHERE thread = ? AND task_hash = ?";
  private static final String EFFECTS = "SELECT seq, body FROM h4j_effect"
      + " WHERE thread = ? AND line = ? AND visit = ? AND task_hash = ? ORDER BY seq DESC";

  /** Something recorded, and the first checkpoint that could see it. */
  private record Seen<T>(long seq, T what) {}

  private Forks() {}

  static CheckpointRef fork(ThreadTx tx, KeysCache cache, CheckpointRef from, String branch)
      throws SQLException {
    Optional<Checkpoint> source = tx.first(Read.of(
        SOURCE,
        r -> tx.bodies().checkpoint(r.getBytes(1)),
        tx.id(),
        from.seq(),
        Names.branch(from.branch())));
    boolean exists = tx.first(Branch.find(tx.key(), branch)).isPresent();
    if (source.isEmpty() || exists) {
      throw refused(tx, from, branch, exists);
    }
    boolean isHead = tx.first(Branch.find(tx.key(), from.branch()))
        .map(b -> b.head() == from.seq())
        .orElse(false);
    Checkpoint first = new History(tx, cache).fork(source.get(), branch);
    long visible = isHead ? Long.MAX_VALUE : from.seq();
    for (PlannedTask task : first.frontier()) {
      copy(
          tx,
          new TaskKey(tx.key(), from.branch(), task.id(), first.epoch()),
          visible,
          new TaskKey(tx.key(), branch, task.id(), first.epoch()),
          first.ref().seq());
    }
    return first.ref();
  }

  private static CheckpointStoreException refused(
      ThreadTx tx, CheckpointRef from, String branch, boolean exists) {
    String thread = Texts.shown(tx.key().threadId());
    return new CheckpointStoreException(
        exists
            ? "branch '" + branch + "' of thread " + thread + " exists; choose another name"
            : "there is no checkpoint " + from.seq() + " on branch '" + from.branch()
                + "' of thread " + thread + " to fork from; list its history");
  }

  /** Copies the success and the effects of a task as far as they are visible. */
  private static void copy(ThreadTx tx, TaskKey from, long visible, TaskKey to, long seq)
      throws SQLException {
    byte[] task = Names.hash(from);
    Optional<Seen<TaskRecord>> record = tx.first(Read.of(
        RECORD, r -> new Seen<>(r.getLong(1), tx.bodies().task(r.getBytes(2))), tx.id(), task));
    List<Seen<EffectRecord>> effects = tx.list(Read.of(
        EFFECTS,
        r -> new Seen<>(r.getLong(1), tx.bodies().effect(r.getBytes(2))),
        tx.id(),
        Names.line(from.branch(), from.epoch()),
        from.task().visit(),
        task));
    if (record.isEmpty() && effects.isEmpty()) {
      return;
    }
    Records.forget(tx, Names.hash(to));
    record
        .filter(r -> r.seq() <= visible && r.what().state() == TaskState.SUCCEEDED)
        .ifPresent(r -> Records.put(tx, moved(r.what(), to), seq));
    Set<EffectKey> newest = new HashSet<>();
    for (Seen<EffectRecord> e : effects) {
      if (e.seq() <= visible && newest.add(e.what().key())) {
        EffectRecord copy = moved(e.what(), to);
        Records.put(tx, copy, Names.hash(copy.key()), seq);
      }
    }
  }

  private static TaskRecord moved(TaskRecord r, TaskKey to) {
    return new TaskRecord(
        to, r.attempt(), r.state(), r.writes(), r.spawned(), r.asks(), r.failure(), r.at());
  }

  private static EffectRecord moved(EffectRecord e, TaskKey to) {
    EffectKey key = new EffectKey(to, e.key().name(), e.key().digest(), e.key().occurrence());
    return new EffectRecord(
        key, e.consequential(), e.idempotencyKey(), e.state(), e.request(), e.result());
  }
}
