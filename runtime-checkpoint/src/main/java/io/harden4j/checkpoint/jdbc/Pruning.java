package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.TaskKey;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Removes the checkpoints a policy does not keep, the entries no kept one is made of, and the records no kept one waits for. */
final class Pruning {
  private static final String SEQS =
      "SELECT seq, branch_hash FROM h4j_checkpoint WHERE thread = ? ORDER BY seq DESC";
  private static final String VALUES = "WITH RECURSIVE h AS"
      + " (SELECT thread, value_ids FROM h4j_checkpoint WHERE thread = ? AND value_ids <> ''), n AS ({ids}),"
      + " needed(id) AS (SELECT id FROM n UNION SELECT v.base FROM needed d"
      + " CROSS JOIN h4j_value v WHERE v.thread = ? AND v.id = d.id AND v.base > 0)"
      + " DELETE FROM h4j_value WHERE thread = ? AND id NOT IN (SELECT id FROM needed)";

  private final ThreadTx tx;

  Pruning(ThreadTx tx) {
    this.tx = tx;
  }

  PruneResult prune(PrunePolicy policy) throws SQLException {
    Set<Long> all = new HashSet<>();
    SortedSet<Long> kept = kept(policy, all);
    int gone = all.size() - kept.size();
    long low = 0;
    for (long seq : kept) {
      removeBetween(low, seq);
      low = seq;
    }
    if (gone > 0) {
      removeBetween(low, Long.MAX_VALUE);
      tx.write(VALUES, tx.id(), tx.id(), tx.id());
    }
    return new PruneResult(gone, removeRecords(needed()));
  }

  /** Heads and fork points, and the newest of each branch. */
  private SortedSet<Long> kept(PrunePolicy policy, Set<Long> all) throws SQLException {
    SortedSet<Long> kept = new TreeSet<>();
    Map<ByteBuffer, Integer> count = new HashMap<>();
    tx.list(Read.of(
        SEQS,
        r -> {
          all.add(r.getLong(1));
          ByteBuffer branch = ByteBuffer.wrap(r.getBytes(2));
          if (count.merge(branch, 1, Integer::sum) <= policy.keepPerBranch()) {
            kept.add(r.getLong(1));
          }
          return 0;
        },
        tx.id()));
    String from = "SELECT forked_from FROM h4j_branch WHERE thread = ? AND forked_from > 0";
    kept.addAll(tx.list(Read.of(from, r -> r.getLong(1), tx.id())));
    return kept;
  }

  private void removeBetween(long low, long high) {
    if (high - low > 1) {
      for (String table : List.of("h4j_checkpoint", "h4j_tag")) {
        tx.write(
            "DELETE FROM " + table + " WHERE thread = ? AND seq > ? AND seq < ?",
            tx.id(),
            low,
            high);
      }
    }
  }

  /** Returns the tasks that run next after any checkpoint that is left. */
  private Set<ByteBuffer> needed() throws SQLException {
    Set<ByteBuffer> needed = new HashSet<>();
    tx.list(Read.of(
        "SELECT body FROM h4j_checkpoint WHERE thread = ? AND least_visit < ?",
        r -> {
          Checkpoint c = tx.bodies().checkpoint(r.getBytes(1));
          for (PlannedTask t : c.frontier()) {
            TaskKey key = new TaskKey(tx.key(), c.ref().branch(), t.id(), c.epoch());
            needed.add(ByteBuffer.wrap(Names.hash(key)));
          }
          return 0;
        },
        tx.id(),
        Integer.MAX_VALUE));
    return needed;
  }

  private long removeRecords(Set<ByteBuffer> needed) throws SQLException {
    long removed = remove(needed, "h4j_task", "task_hash")
        + remove(needed, "h4j_effect", "effect_hash")
        + remove(needed, "h4j_question", "id_hash");
    remove(needed, "h4j_spent", "question_hash");
    return removed;
  }

  /** Removes the rows of a table whose task is not needed; returns how many different things they were. */
  private long remove(Set<ByteBuffer> needed, String table, String name) throws SQLException {
    String sql = "SELECT DISTINCT task_hash, " + name + " FROM " + table + " WHERE thread = ?";
    List<byte[]> found = tx.list(Read.of(sql, r -> r.getBytes(1), tx.id()));
    long removed = 0;
    Map<ByteBuffer, byte[]> tasks = new HashMap<>();
    for (byte[] task : found) {
      if (!needed.contains(ByteBuffer.wrap(task))) {
        removed++;
        tasks.put(ByteBuffer.wrap(task), task);
      }
    }
    tasks
        .values()
        .forEach(task -> tx.write(
            "DELETE FROM " + table + " WHERE thread = ? AND task_hash = ?", tx.id(), task));
    return removed;
  }
}
