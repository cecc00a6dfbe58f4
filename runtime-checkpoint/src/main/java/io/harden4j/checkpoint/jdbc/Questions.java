package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Questions of a thread. */
final class Questions {
  private static final String PUT =
      "INSERT INTO h4j_question (id_hash, thread, task_hash, line, visit, tenant_key, id, kind,"
          + " audience, asked_at, expires_at, waiting, revision, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id_hash) DO UPDATE SET"
          + " thread = excluded.thread, task_hash = excluded.task_hash, line = excluded.line,"
          + " visit = excluded.visit, kind = excluded.kind, audience = excluded.audience,"
          + " asked_at = excluded.asked_at, expires_at = excluded.expires_at,"
          + " waiting = excluded.waiting, revision = excluded.revision, body = excluded.body";
  private static final String READ = "SELECT t.tenant, t.name, q.body FROM h4j_question q"
      + " JOIN h4j_thread t ON t.id = q.thread WHERE q.id_hash = ?";

  private Questions() {}

  static Read<Question> find(QuestionId id) {
    return find(Names.hash(id));
  }

  static Read<Question> find(byte[] idHash) {
    return Read.of(
        READ,
        r -> {
          ThreadKey thread = new ThreadKey(Names.id(r.getString(1)), Names.id(r.getString(2)));
          return new Bodies(thread).question(r.getBytes(3));
        },
        (Object) idHash);
  }

  static void ask(ThreadTx tx, Question q) throws SQLException {
    Question kept = q.askedOver(tx.first(find(q.id())).orElse(null), tx.now());
    if (kept != null) {
      put(tx, kept);
      wake(tx, q);
    }
  }

  static void withdraw(ThreadTx tx, QuestionId id) throws SQLException {
    Optional<Question> there = tx.first(find(id));
    if (there.isPresent() && isOf(tx, there.get()) && !there.get().closed()) {
      put(tx, there.get().withdrawn());
      wake(tx, there.get());
    }
  }

  static AnswerResult answer(ThreadTx tx, QuestionId id, long revision, Payload answer, String by)
      throws SQLException {
    Optional<Question> found = tx.first(find(id));
    if (found.isEmpty() || !isOf(tx, found.get())) {
      return AnswerResult.UNKNOWN;
    }
    Question q = found.get();
    AnswerResult result = q.answerable(revision, tx.now());
    if (result == AnswerResult.ACCEPTED) {
      put(tx, q.answered(answer, by));
      wake(tx, q);
      tx.db().note(Names.hash(id));
    }
    return result;
  }

  private static void wake(ThreadTx tx, Question q) {
    tx.write(Branch.WAKE, tx.id(), Names.branch(q.task().branch()));
  }

  private static boolean isOf(ThreadTx tx, Question q) {
    return q.task().thread().equals(tx.key());
  }

  static void put(ThreadTx tx, Question q) {
    Instant end = q.expiresAt();
    tx.noted(q.task().task().visit());
    tx.write(
        PUT,
        Names.hash(q.id()),
        tx.id(),
        Names.hash(q.task()),
        Names.line(q.task().branch(), q.task().epoch()),
        q.task().task().visit(),
        Names.number(q.id().tenant()),
        Names.text(q.id().value()),
        Names.text(q.kind()),
        Names.text(q.audience()),
        Times.nanos(q.askedAt()),
        end == null ? Long.MAX_VALUE : Times.nanos(end),
        q.answer() == null && !q.closed() ? 1 : 0,
        q.revision(),
        tx.bodies().of(q));
  }
}
