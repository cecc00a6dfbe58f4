package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One change of a thread, being decided under its locks. What it adds becomes one frame. Not thread-safe. */
final class ThreadTx {
  /** What becomes of the log. */
  enum Outcome {
    /** The items go behind what is there; nothing is written if there are none. */
    APPEND,
    /** The items are all that stays. */
    REPLACE,
    /** Everything that is of use stays, changed item by item. */
    REWRITE,
    /** The file goes. */
    REMOVE
  }

  private final ThreadIndex index;
  private final @Nullable Items items;
  private final Instant now;
  private final Set<QuestionId> before;
  private final List<Item> added = new ArrayList<>();
  private Outcome outcome = Outcome.APPEND;
  private UnaryOperator<Item> rewriting = UnaryOperator.identity();

  ThreadTx(ThreadIndex index, @Nullable Items items, Instant now) {
    this.index = index;
    this.items = items;
    this.now = now;
    this.before = Set.copyOf(index.questions().keySet());
  }

  ThreadIndex index() {
    return index;
  }

  Instant now() {
    return now;
  }

  /** Returns the questions there were before this change. */
  Set<QuestionId> before() {
    return before;
  }

  /** Returns the reader of what is there; only where the index knows something. */
  Items items() {
    if (items == null) {
      throw new IllegalStateException("there is no log yet, so there is nothing to read");
    }
    return items;
  }

  void add(Item item) {
    added.add(item);
  }

  List<Item> added() {
    return added;
  }

  Outcome outcome() {
    return outcome;
  }

  void become(Outcome newOutcome) {
    outcome = newOutcome;
  }

  /** Keeps all there is, each item changed. */
  void rewrite(UnaryOperator<Item> change) {
    outcome = Outcome.REWRITE;
    rewriting = change;
  }

  UnaryOperator<Item> rewriting() {
    return rewriting;
  }

  /** Refuses a lease that is not the newest, was given back or has ended. */
  void require(Lease lease) {
    if (!isNewest(lease) || !now.isBefore(newest().until())) {
      throw new FencedException(lease);
    }
  }

  boolean isNewest(Lease lease) {
    Lease there = index.lease();
    return there != null && there.fence() == lease.fence();
  }

  /** Returns the lease that was required before. */
  Lease newest() {
    Lease there = index.lease();
    if (there == null) {
      throw new IllegalStateException("nobody holds the thread");
    }
    return there;
  }

  /** Returns the first checkpoint that can see what is recorded now. */
  long nextSeq() {
    return index.lastSeq() + 1;
  }

  /** Returns the questions this change opens or changes. */
  List<Question> asked() {
    List<Question> asked = new ArrayList<>();
    for (Item item : added) {
      if (item instanceof Item.Asked a) {
        asked.add(a.question());
      }
    }
    return asked;
  }
}
