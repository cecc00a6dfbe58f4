package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.GrantSpentException;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decides what task records, effects and questions of a thread become. */
final class Journal {
  private Journal() {}

  /** Keeps a record unless the task has this attempt, a later one or a success, and opens its questions. */
  static void put(ThreadTx tx, TaskRecord record, long seq) {
    Shelf shelf = tx.index().shelves().get(record.key());
    Shelf.Ended there = shelf == null ? null : shelf.ended();
    boolean late = there != null
        && (there.state() == TaskState.SUCCEEDED || there.attempt() >= record.attempt());
    if (!late) {
      tx.add(new Item.Task(seq, record));
      record.asks().forEach(q -> ask(tx, q));
    }
  }

  static EffectRecord begin(ThreadTx tx, EffectRecord intent, @Nullable QuestionId spends)
      throws IOException {
    Shelf.Version there = newest(tx, intent.key());
    if (there != null && there.state() != EffectState.FAILED) {
      return tx.items().effect(there);
    }
    if (spends != null) {
      spend(tx, spends, intent.key());
    }
    tx.add(new Item.Effect(tx.nextSeq(), intent));
    return intent;
  }

  /** Uses a question up for an effect, once; another effect is refused. */
  private static void spend(ThreadTx tx, QuestionId question, EffectKey by) {
    ThreadIndex.Use there = tx.index().used().get(question);
    if (there == null) {
      tx.add(new Item.Used(question, by));
    } else if (!there.by().equals(by)) {
      throw new GrantSpentException(question);
    }
  }

  static void end(ThreadTx tx, EffectRecord outcome) {
    Shelf.Version there = newest(tx, outcome.key());
    if (there == null || there.state() != EffectState.DONE) {
      tx.add(new Item.Effect(tx.nextSeq(), outcome));
    }
  }

  private static Shelf.@Nullable Version newest(ThreadTx tx, EffectKey key) {
    Shelf shelf = tx.index().shelves().get(key.task());
    return shelf == null ? null : shelf.effects().get(key);
  }

  static void ask(ThreadTx tx, Question q) {
    if (!q.id().tenant().equals(tx.index().thread().tenant())) {
      throw new IllegalArgumentException("question " + q.id() + " belongs to another tenant");
    }
    Question kept = q.askedOver(inTx(tx, q.id()), tx.now());
    if (kept != null) {
      tx.add(new Item.Asked(kept));
    }
  }

  static void withdraw(ThreadTx tx, QuestionId id) throws IOException {
    Asking there = tx.index().questions().get(id);
    if (there != null && !there.outline().closed()) {
      tx.add(new Item.Asked(tx.items().question(there).withdrawn()));
    }
  }

  static AnswerResult answer(ThreadTx tx, QuestionId id, long revision, Payload answer, String by)
      throws IOException {
    Asking there = tx.index().questions().get(id);
    if (there == null) {
      return AnswerResult.UNKNOWN;
    }
    AnswerResult result = there.outline().answerable(revision, tx.now());
    if (result == AnswerResult.ACCEPTED) {
      tx.add(new Item.Asked(tx.items().question(there).answered(answer, by)));
    }
    return result;
  }

  /** Returns a question as this change leaves it. */
  private static @Nullable Question inTx(ThreadTx tx, QuestionId id) {
    Question newest = tx.index().outline(id);
    for (Question q : tx.asked()) {
      newest = q.id().equals(id) ? q : newest;
    }
    return newest;
  }
}
