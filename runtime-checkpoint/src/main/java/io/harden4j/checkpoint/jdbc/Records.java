package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.GrantSpentException;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Task records and effects of a thread, each with the sequence number of the first checkpoint that could see it. */
final class Records {
  private static final String PUT =
      "INSERT INTO h4j_task (thread, task_hash, line, visit, seq, attempt, state, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread, task_hash) DO UPDATE SET"
          + " seq = excluded.seq, attempt = excluded.attempt, state = excluded.state,"
          + " body = excluded.body"
          + " WHERE h4j_task.state <> 'SUCCEEDED' AND h4j_task.attempt < excluded.attempt";
  private static final String PUT_EFFECT =
      "INSERT INTO h4j_effect (thread, effect_hash, seq, task_hash, line, visit, state, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread, effect_hash, seq)"
          + " DO UPDATE SET state = excluded.state, body = excluded.body";
  private static final String NEWEST_EFFECT =
      "SELECT state, body FROM h4j_effect WHERE thread = ? AND effect_hash = ?"
          + " ORDER BY seq DESC LIMIT 1";
  private static final List<String> TABLES = List.of(
      "h4j_branch",
      "h4j_checkpoint",
      "h4j_tag",
      "h4j_value",
      "h4j_task",
      "h4j_effect",
      "h4j_question",
      "h4j_spent");

  private Records() {}

  /** Keeps a record and asks its questions, unless the task has this attempt, a later one or a success. */
  static void keep(ThreadTx tx, TaskRecord r, long seq) throws SQLException {
    if (!r.asks().isEmpty() && !isNews(tx, r)) {
      return;
    }
    put(tx, r, seq);
    for (var question : r.asks()) {
      Questions.ask(tx, question);
    }
  }

  static void put(ThreadTx tx, TaskRecord r, long seq) {
    tx.noted(r.key().task().visit());
    tx.write(
        PUT,
        tx.id(),
        Names.hash(r.key()),
        Names.line(r.key().branch(), r.key().epoch()),
        r.key().task().visit(),
        seq,
        r.attempt(),
        r.state().name(),
        tx.bodies().of(r));
  }

  private static boolean isNews(ThreadTx tx, TaskRecord r) throws SQLException {
    String sql = "SELECT attempt, state FROM h4j_task WHERE thread = ? AND task_hash = ?";
    return tx.first(Read.of(
            sql,
            row -> !row.getString(2).equals("SUCCEEDED") && row.getInt(1) < r.attempt(),
            tx.id(),
            Names.hash(r.key())))
        .orElse(true);
  }

  static EffectRecord begin(ThreadTx tx, EffectRecord intent, @Nullable QuestionId spends)
      throws SQLException {
    byte[] hash = Names.hash(intent.key());
    Optional<EffectRecord> there = newest(tx, hash);
    if (there.isPresent() && there.get().state() != EffectState.FAILED) {
      return there.get();
    }
    if (spends != null) {
      spend(tx, spends, hash, Names.hash(intent.key().task()));
    }
    put(tx, intent, hash, tx.nextSeq());
    return intent;
  }

  private static void spend(ThreadTx tx, QuestionId spends, byte[] effect, byte[] task)
      throws SQLException {
    byte[] question = Names.hash(spends);
    String sql = "SELECT effect_hash FROM h4j_spent WHERE thread = ? AND question_hash = ?";
    Optional<byte[]> by = tx.first(Read.of(sql, r -> r.getBytes(1), tx.id(), question));
    if (by.isEmpty()) {
      tx.write(
          "INSERT INTO h4j_spent (thread, question_hash, effect_hash, task_hash)"
              + " VALUES (?, ?, ?, ?)",
          tx.id(),
          question,
          effect,
          task);
    } else if (!Arrays.equals(by.get(), effect)) {
      throw new GrantSpentException(spends);
    }
  }

  static void end(ThreadTx tx, EffectRecord outcome) throws SQLException {
    byte[] hash = Names.hash(outcome.key());
    Optional<EffectRecord> there = newest(tx, hash);
    if (there.isEmpty() || there.get().state() != EffectState.DONE) {
      put(tx, outcome, hash, tx.nextSeq());
    }
  }

  private static Optional<EffectRecord> newest(ThreadTx tx, byte[] hash) throws SQLException {
    return tx.first(Read.of(NEWEST_EFFECT, r -> tx.bodies().effect(r.getBytes(2)), tx.id(), hash));
  }

  static void put(ThreadTx tx, EffectRecord e, byte[] hash, long seq) {
    TaskKey task = e.key().task();
    tx.noted(task.task().visit());
    tx.write(
        PUT_EFFECT,
        tx.id(),
        hash,
        seq,
        Names.hash(task),
        Names.line(task.branch(), task.epoch()),
        task.task().visit(),
        e.state().name(),
        tx.bodies().of(e));
  }

  /** Removes what is recorded of a task. */
  static void forget(ThreadTx tx, byte[] task) {
    tx.write("DELETE FROM h4j_task WHERE thread = ? AND task_hash = ?", tx.id(), task);
    tx.write("DELETE FROM h4j_effect WHERE thread = ? AND task_hash = ?", tx.id(), task);
  }

  /** Removes all that is known of a thread but its row. */
  static void removeAll(Db db, long thread) {
    TABLES.forEach(table -> db.write("DELETE FROM " + table + " WHERE thread = ?", thread));
  }
}
