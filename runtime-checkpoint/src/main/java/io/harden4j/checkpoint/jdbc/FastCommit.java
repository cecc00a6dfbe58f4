package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit in one statement, for a store that has just made the commit before it: its first part checks lease and numbers against what
 * this store remembers, and hands a row to the parts that write only if all is as remembered. If not, nothing is written and the caller asks
 * the database first, as it always can. For one commit; not thread-safe.
 */
final class FastCommit {
  private final KeysCache cache;
  private final Lease lease;
  private final CheckpointRef expected;
  private final StepCommit commit;
  private final KeysCache.Numbers numbers;
  private final KeysCache.Numbers next;
  private final CheckpointRef ref;
  private final Keys before;
  private final Keys after;
  private boolean isUnsettled;

  private FastCommit(
      KeysCache cache,
      Lease lease,
      CheckpointRef expected,
      StepCommit commit,
      KeysCache.Numbers numbers,
      Keys before) {
    this.cache = cache;
    this.lease = lease;
    this.expected = expected;
    this.commit = commit;
    this.numbers = numbers;
    this.before = before;
    this.after = before.with(
        commit.entries(), numbers.lastValue() + 1, commit.checkpoint().versions());
    this.ref = new CheckpointRef(expected.thread(), expected.branch(), numbers.lastSeq() + 1);
    this.next = KeysCache.Numbers.after(
        commit.checkpoint(),
        numbers.thread(),
        ref.seq(),
        numbers.lastValue() + commit.entries().size());
  }

  /** Returns the commit if it can be tried this way. */
  static Optional<FastCommit> of(
      KeysCache cache, Lease lease, CheckpointRef expected, StepCommit commit) {
    KeysCache.Numbers numbers = cache.numbers(expected.thread());
    Keys before = numbers == null || !isNewest(numbers, expected)
        ? null
        : cache.get(numbers.thread(), expected.seq());
    CheckpointRef made = commit.checkpoint().ref();
    boolean suits = made.thread().equals(expected.thread())
        && made.branch().equals(expected.branch())
        && lease.thread().equals(expected.thread())
        && suits(commit);
    return suits && numbers != null && before != null
        ? Optional.of(new FastCommit(cache, lease, expected, commit, numbers, before))
        : Optional.empty();
  }

  private static boolean isNewest(KeysCache.Numbers numbers, CheckpointRef head) {
    return numbers.lastSeq() == head.seq() && numbers.branch().equals(head.branch());
  }

  /** Says whether there is nothing in a commit but a checkpoint, entries and records that it uses up. */
  private static boolean suits(StepCommit commit) {
    return commit.opened().isEmpty()
        && commit.closed().isEmpty()
        && commit.entries().size() + commit.checkpoint().tags().size() < CommitSql.MOST_ROWS
        && commit.checkpoint().status() != RunStatus.SUSPENDED
        && commit.finished().stream().allMatch(r -> isUsedUp(r, commit));
  }

  /** Says whether a record is seen by nobody: its task is done with this commit. */
  static boolean isUsedUp(TaskRecord record, StepCommit commit) {
    Checkpoint c = commit.checkpoint();
    return record.asks().isEmpty()
        && record.state() == TaskState.SUCCEEDED
        && record.key().branch().equals(c.ref().branch())
        && commit.consumed().contains(record.key().task())
        && c.frontier().stream().noneMatch(t -> t.id().equals(record.key().task()));
  }

  /** Tries it; empty if it did not come about. */
  Optional<CheckpointRef> on(Db db, long nowMillis) throws SQLException {
    byte[] branch = Names.branch(ref.branch());
    List<@Nullable Object> args = new ArrayList<>(List.of(
        next.lastSeq(),
        next.lastValue(),
        next.thread(),
        lease.fence(),
        nowMillis,
        numbers.lastSeq(),
        numbers.lastValue(),
        branch));
    boolean moves = !next.graph().equals(numbers.graph()) || next.status() != numbers.status();
    if (moves) {
      args.addAll(List.of(ref.seq(), Names.text(next.graph()), next.status().name(), branch));
    }
    Rows rows = new Rows(next.thread(), new Bodies(lease.thread()));
    rows.values(commit.entries(), numbers.lastValue() + 1, before)
        .forEach(row -> args.addAll(row.args()));
    Checkpoint made = commit.checkpoint().withRef(ref);
    rows.tags(made).forEach(row -> args.addAll(row.args()));
    args.addAll(rows.checkpoint(made, after).args());
    String sql = cache.commits().of(moves, commit.entries().size(), made.tags().size());
    cache.forget(lease.thread());
    isUnsettled = true;
    boolean isDone = db.now(new Write(sql, args)) == 1;
    isUnsettled = false;
    if (!isDone) {
      return Optional.empty();
    }
    cache.put(next.thread(), ref.seq(), after);
    cache.remove(next.thread(), expected.seq());
    cache.remember(lease.thread(), next);
    return Optional.of(ref);
  }

  /** Says whether the head that is in the way of doing it again is what was tried: its answer was lost, not the commit. */
  boolean isThere(Db db, CheckpointRef head) throws SQLException {
    if (!isUnsettled || !head.equals(ref)) {
      return false;
    }
    List<byte[]> tried = new ArrayList<>();
    tried.add(new Bodies(lease.thread()).of(commit.checkpoint().withRef(ref)));
    commit.entries().forEach(e -> tried.add(e.data().bytes()));
    List<byte[]> there = new ArrayList<>(db.list(Read.of(
        "SELECT body FROM h4j_checkpoint WHERE thread = ? AND seq = ?",
        r -> r.getBytes(1),
        next.thread(),
        ref.seq())));
    there.addAll(db.list(Read.of(
        "SELECT data FROM h4j_value WHERE thread = ? AND id > ? AND id <= ? ORDER BY id",
        r -> r.getBytes(1),
        next.thread(),
        numbers.lastValue(),
        next.lastValue())));
    return Arrays.deepEquals(tried.toArray(), there.toArray());
  }
}
