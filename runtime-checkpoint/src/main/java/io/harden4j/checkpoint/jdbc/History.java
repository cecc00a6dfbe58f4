package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskRecord;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds checkpoints to a thread. */
final class History {
  private final ThreadTx tx;
  private final KeysCache cache;

  History(ThreadTx tx, KeysCache cache) {
    this.tx = tx;
    this.cache = cache;
  }

  /** @param branch where the branch stands, or null if there is none of this name */
  CheckpointRef commit(CheckpointRef expected, @Nullable Branch branch, StepCommit commit)
      throws SQLException {
    Checkpoint made = commit.checkpoint();
    if (!made.ref().branch().equals(expected.branch()) || !made.ref().thread().equals(tx.key())) {
      throw new IllegalArgumentException(
          "the commit is for " + made.ref() + " but the expected head is " + expected);
    }
    if ((branch == null ? 0 : branch.head()) != expected.seq()) {
      long head = branch == null ? 0 : branch.head();
      throw new StaleHeadException(expected, new CheckpointRef(tx.key(), expected.branch(), head));
    }
    Keys before = branch == null ? Keys.NONE : keys(branch.head());
    long firstValue = tx.row().lastValue() + 1;
    Keys after = before.with(commit.entries(), firstValue, made.versions());
    CheckpointRef ref = new CheckpointRef(tx.key(), expected.branch(), tx.nextSeq());
    rows().values(commit.entries(), firstValue, before).forEach(tx.db()::write);
    add(made.withRef(ref), after);
    move(ref, branch, 0, made);
    tx.gaveOut(ref.seq(), tx.row().lastValue() + commit.entries().size(), ref.branch());
    for (QuestionId id : commit.closed()) {
      Questions.withdraw(tx, id);
    }
    for (TaskRecord record : commit.finished()) {
      if (!FastCommit.isUsedUp(record, commit)) {
        Records.keep(tx, record, ref.seq());
      }
    }
    for (var question : commit.opened()) {
      Questions.ask(tx, question);
    }
    if (made.status() == RunStatus.SUSPENDED) {
      long line = Names.line(ref.branch(), made.epoch());
      byte[] name = Names.branch(ref.branch());
      tx.write(Branch.SLEEP, tx.id(), line, Rows.leastVisit(made.frontier()), tx.id(), name);
    }
    return remember(
        made.withRef(ref),
        branch,
        after,
        tx.row().lastValue() + commit.entries().size());
  }

  /** Nothing is remembered before it is committed: the number of a commit that fails is given out again. */
  private CheckpointRef remember(
      Checkpoint made, @Nullable Branch before, Keys keys, long lastValue) {
    CheckpointRef ref = made.ref();
    tx.afterwards(() -> {
      if (before != null) {
        cache.remove(tx.id(), before.head());
      }
      cache.put(tx.id(), ref.seq(), keys);
      cache.remember(tx.key(), KeysCache.Numbers.after(made, tx.id(), ref.seq(), lastValue));
    });
    return ref;
  }

  private Keys keys(long seq) throws SQLException {
    Keys known = cache.get(tx.id(), seq);
    return known == null ? Keys.read(tx.db(), tx.id(), seq) : known;
  }

  private void add(Checkpoint c, Keys keys) {
    tx.db().write(rows().checkpoint(c, keys));
    rows().tags(c).forEach(tx.db()::write);
  }

  private Rows rows() {
    return new Rows(tx.id(), tx.bodies());
  }

  private void move(CheckpointRef to, @Nullable Branch before, long forkedFrom, Checkpoint made) {
    byte[] name = Names.branch(to.branch());
    String graph = Names.text(made.graph().name());
    if (before != null) {
      tx.write(Branch.MOVE, to.seq(), graph, made.status().name(), tx.id(), name);
    } else {
      tx.write(
          Branch.PUT,
          tx.id(),
          name,
          Names.number(tx.key().tenant()),
          Names.text(to.branch()),
          to.seq(),
          forkedFrom,
          graph,
          made.status().name());
    }
  }

  /** Begins a branch with what a checkpoint sees; returns its first checkpoint. */
  Checkpoint fork(Checkpoint from, String branch) throws SQLException {
    CheckpointRef ref = new CheckpointRef(tx.key(), branch, tx.nextSeq());
    Keys keys = keys(from.ref().seq());
    Checkpoint first = first(from).withRef(ref);
    add(first, keys);
    move(ref, null, from.ref().seq(), first);
    tx.gaveOut(ref.seq(), tx.row().lastValue(), branch);
    remember(first, null, keys, tx.row().lastValue());
    return first;
  }

  private Checkpoint first(Checkpoint c) {
    return new Checkpoint(
        c.ref(),
        c.ref(),
        c.run(),
        c.segment(),
        Cause.FORK,
        c.step(),
        c.epoch(),
        c.graph(),
        Map.of(),
        c.planned(),
        c.frontier(),
        c.barriers(),
        c.status() == RunStatus.COMPLETED ? RunStatus.COMPLETED : RunStatus.RUNNING,
        c.spent(),
        c.traceparent(),
        Map.of(),
        tx.now());
  }
}
