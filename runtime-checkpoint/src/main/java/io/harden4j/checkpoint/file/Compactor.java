package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Lease;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says everything an index knows anew, in the order in which a log can be read, and nothing else. */
final class Compactor {
  /** Takes one item after the other. */
  @FunctionalInterface
  interface Out {
    void add(Item item) throws IOException;
  }

  private final ThreadIndex index;
  private final Items items;
  private final Out out;

  Compactor(ThreadIndex index, Items items, Out out) {
    this.index = index;
    this.items = items;
    this.out = out;
  }

  void run() throws IOException {
    Lease lease = index.lease();
    if (lease != null) {
      out.add(new Item.Held(lease));
    }
    out.add(new Item.Counted(index.lastSeq()));
    for (Row row : index.rows().values()) {
      point(row);
    }
    for (Map.Entry<String, Long> f : index.forkedFrom().entrySet()) {
      out.add(new Item.Forked(f.getKey(), f.getValue()));
    }
    for (Shelf shelf : index.shelves().values()) {
      shelf(shelf);
    }
    for (Asking q : index.questions().values()) {
      out.add(new Item.Asked(items.question(q)));
    }
    for (var used : index.used().entrySet()) {
      out.add(new Item.Used(used.getKey(), used.getValue().by()));
    }
  }

  /** Bases a checkpoint on the nearest one that is left; it takes over the entries of those between. */
  private void point(Row row) throws IOException {
    Row base = row.base();
    while (base != null && !index.rows().containsKey(base.seq())) {
      base = base.base();
    }
    Checkpoint c = items.checkpoint(row);
    out.add(new Item.Point(c, base == null ? 0 : base.seq()));
    for (Map.Entry<String, Link> key : row.keys().entrySet()) {
      values(row.seq(), key.getValue(), base == null ? null : base.keys().get(key.getKey()));
    }
  }

  private void values(long owner, Link newest, @Nullable Link known) throws IOException {
    boolean first = known != null && !newest.buildsUpon(known);
    for (Link link : newest.since(known)) {
      out.add(new Item.Value(owner, first, items.entry(link)));
      first = false;
    }
  }

  /** Writes a record and, of each effect, all states that some checkpoint saw. */
  private void shelf(Shelf shelf) throws IOException {
    Shelf.Ended ended = shelf.ended();
    if (ended != null) {
      out.add(new Item.Task(ended.seq(), items.task(ended)));
    }
    for (Shelf.Version newest : shelf.effects().values()) {
      Deque<Shelf.Version> oldestFirst = new ArrayDeque<>();
      for (Shelf.Version v = newest; v != null; v = v.before()) {
        oldestFirst.addFirst(v);
      }
      for (Shelf.Version v : oldestFirst) {
        EffectRecord effect = items.effect(v);
        out.add(new Item.Effect(v.seq(), effect));
      }
    }
  }
}
