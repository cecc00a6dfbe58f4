package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Texts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a thread's checkpoints: commit, fork, prune. */
final class History {
  private History() {}

  static CheckpointRef commit(ThreadTx tx, CheckpointRef expected, StepCommit commit)
      throws IOException {
    Checkpoint made = commit.checkpoint();
    ThreadKey thread = tx.index().thread();
    String branch = expected.branch();
    if (!made.ref().branch().equals(branch) || !made.ref().thread().equals(thread)) {
      throw new IllegalArgumentException(
          "the commit is for " + made.ref() + " but the expected head is " + expected);
    }
    Row head = tx.index().heads().get(branch);
    if ((head == null ? 0 : head.seq()) != expected.seq()) {
      throw new StaleHeadException(
          expected,
          head == null ? CheckpointRef.none(thread, branch) : head.info().ref());
    }
    checkVersions(head, commit);
    CheckpointRef ref = new CheckpointRef(thread, branch, tx.nextSeq());
    tx.add(new Item.Point(made.withRef(ref), head == null ? 0 : head.seq()));
    commit.entries().forEach(e -> tx.add(new Item.Value(ref.seq(), false, e)));
    for (QuestionId id : commit.closed()) {
      Journal.withdraw(tx, id);
    }
    commit.finished().forEach(r -> Journal.put(tx, r, ref.seq()));
    commit.opened().forEach(q -> Journal.ask(tx, q));
    return ref;
  }

  /** Refuses a checkpoint that names a version of a key without an entry. */
  private static void checkVersions(@Nullable Row head, StepCommit commit) {
    Set<String> known = new HashSet<>(head == null ? Set.of() : head.keys().keySet());
    for (KeyEntry e : commit.entries()) {
      known.add(e.name());
    }
    Set<String> named = commit.checkpoint().versions().keySet();
    if (!known.containsAll(named)
        || !commit.entries().stream().allMatch(e -> named.contains(e.name()))) {
      throw new IllegalArgumentException(
          "the checkpoint names versions of " + named + " but has entries of " + known);
    }
  }

  static CheckpointRef fork(ThreadTx tx, CheckpointRef from, String branch) throws IOException {
    ThreadIndex index = tx.index();
    Row source = index.find(from);
    if (source == null || index.heads().containsKey(branch)) {
      String thread = Texts.shown(index.thread().threadId());
      throw new CheckpointStoreException(
          source == null
              ? "there is no checkpoint " + from.seq() + " on branch '" + from.branch()
                  + "' of thread " + thread + " to fork from; list its history"
              : "branch '" + branch + "' of thread " + thread + " exists; choose another name");
    }
    CheckpointRef ref = new CheckpointRef(index.thread(), branch, tx.nextSeq());
    Checkpoint first = forkOf(tx, tx.items().checkpoint(source)).withRef(ref);
    tx.add(new Item.Point(first, source.seq()));
    tx.add(new Item.Forked(branch, source.seq()));
    boolean isHead = source == index.heads().get(source.branch());
    for (TaskKey task : source.frontier()) {
      copy(tx, task, isHead ? Long.MAX_VALUE : source.seq(), ref);
    }
    return ref;
  }

  /** Copies the success and the effects of a task that a checkpoint could see to the new branch. */
  private static void copy(ThreadTx tx, TaskKey task, long visible, CheckpointRef to)
      throws IOException {
    Shelf shelf = tx.index().shelves().get(task);
    if (shelf == null) {
      return;
    }
    TaskKey key = new TaskKey(task.thread(), to.branch(), task.task(), task.epoch());
    Shelf.Ended ended = shelf.ended();
    if (ended != null && ended.state() == TaskState.SUCCEEDED && ended.seq() <= visible) {
      TaskRecord r = tx.items().task(ended);
      tx.add(new Item.Task(
          to.seq(),
          new TaskRecord(
              key,
              r.attempt(),
              r.state(),
              r.writes(),
              r.spawned(),
              r.asks(),
              r.failure(),
              r.at())));
    }
    for (Shelf.Version newest : shelf.effects().values()) {
      Shelf.Version v = newest.asOf(visible);
      if (v != null) {
        tx.add(new Item.Effect(to.seq(), moved(tx.items().effect(v), key)));
      }
    }
  }

  private static EffectRecord moved(EffectRecord e, TaskKey to) {
    EffectKey key = new EffectKey(to, e.key().name(), e.key().digest(), e.key().occurrence());
    return new EffectRecord(
        key, e.consequential(), e.idempotencyKey(), e.state(), e.request(), e.result());
  }

  private static Checkpoint forkOf(ThreadTx tx, Checkpoint c) {
    return new Checkpoint(
        c.ref(),
        c.ref(),
        c.run(),
        c.segment(),
        Cause.FORK,
        c.step(),
        c.epoch(),
        c.graph(),
        c.versions(),
        c.planned(),
        c.frontier(),
        c.barriers(),
        c.status() == RunStatus.COMPLETED ? RunStatus.COMPLETED : RunStatus.RUNNING,
        c.spent(),
        c.traceparent(),
        Map.of(),
        tx.now());
  }

  /** Leaves nothing but the lease, and the numbers that are not to be used again while it lasts. */
  static Lease delete(ThreadTx tx) {
    Lease lease = tx.newest();
    tx.become(ThreadTx.Outcome.REPLACE);
    tx.add(new Item.Held(lease));
    tx.add(new Item.Counted(tx.index().lastSeq()));
    return lease;
  }

  static PruneResult prune(ThreadTx tx, PrunePolicy policy) {
    ThreadIndex index = tx.index();
    Set<Long> kept = kept(index, policy);
    Set<TaskKey> needed = new HashSet<>();
    index.rows().values().stream()
        .filter(r -> kept.contains(r.seq()))
        .forEach(r -> needed.addAll(r.frontier()));
    List<Long> gone =
        index.rows().keySet().stream().filter(seq -> !kept.contains(seq)).toList();
    long records = unneeded(index, needed);
    if (!gone.isEmpty() || records > 0) {
      tx.add(new Item.Pruned(gone));
    }
    return new PruneResult(gone.size(), records);
  }

  private static long unneeded(ThreadIndex index, Set<TaskKey> needed) {
    long records = 0;
    for (Map.Entry<TaskKey, Shelf> e : index.shelves().entrySet()) {
      records += needed.contains(e.getKey()) ? 0 : e.getValue().size();
    }
    for (Asking q : index.questions().values()) {
      records += needed.contains(q.outline().task()) ? 0 : 1;
    }
    return records;
  }

  private static Set<Long> kept(ThreadIndex index, PrunePolicy policy) {
    Set<Long> kept = new HashSet<>(index.forkedFrom().values());
    Map<String, Integer> count = new HashMap<>();
    for (Row row : index.rows().descendingMap().values()) {
      if (count.merge(row.branch(), 1, Integer::sum) <= policy.keepPerBranch()) {
        kept.add(row.seq());
      }
    }
    return kept;
  }
}
