package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.MalformedException;
import io.harden4j.checkpoint.internal.PayloadSource;
import io.harden4j.checkpoint.internal.Texts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a process knows of a thread's log: names and places, no payloads. Grows with the log, also where another process wrote; built anew
 * when the log was replaced. Everything but {@link #lock} needs the lock.
 */
final class ThreadIndex implements FrameSink {
  /** An effect that has used up a question. */
  record Use(EffectKey by, Slot slot) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final LogCursor cursor = new LogCursor();
  private final ThreadKey thread;
  private final ItemFormat format;

  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<String, Row> heads = new HashMap<>();
  private final Map<String, Long> forkedFrom = new HashMap<>();
  private final Map<TaskKey, Shelf> shelves = new HashMap<>();
  private final Map<QuestionId, Asking> questions = new LinkedHashMap<>();
  private final Map<QuestionId, Use> used = new HashMap<>();
  private @Nullable Lease lease;
  private long lastSeq;
  private long live;

  ThreadIndex(ThreadKey thread) {
    this.thread = thread;
    this.format = new ItemFormat(thread);
  }

  ReentrantLock lock() {
    return lock;
  }

  ThreadKey thread() {
    return thread;
  }

  ItemFormat format() {
    return format;
  }

  /** Brings the index up to the end of the log; null means that there is no log. */
  void refresh(@Nullable LogFile file) throws IOException {
    if (file == null) {
      cursor.forget();
      restart();
      return;
    }
    if (!file.header().isFor("thread", thread.tenant(), thread.threadId())) {
      throw file.corrupt(
          "it was asked for as the log of thread " + Texts.shown(thread.threadId()) + " of tenant "
              + Texts.shown(thread.tenant()),
          null);
    }
    try {
      cursor.refresh(file, this);
    } catch (MalformedException e) {
      throw file.corrupt(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void restart() {
    rows.clear();
    heads.clear();
    forkedFrom.clear();
    shelves.clear();
    questions.clear();
    used.clear();
    lease = null;
    lastSeq = 0;
    live = 0;
  }

  @Override
  public void frame(byte[] meta, long metaAt, long dataAt) {
    FrameReader in = new FrameReader(meta, PayloadSource.NONE);
    long count = in.number();
    for (long i = 0; i < count; i++) {
      FrameReader part = in.sized();
      int from = part.position();
      Item item = format.read(part);
      int length = part.position() - from;
      apply(item, new Slot(metaAt + from, length, dataAt, length + part.payloadBytes()));
    }
    in.end();
  }

  private void apply(Item item, Slot slot) {
    if (item instanceof Item.Held i) {
      lease = i.lease();
    } else if (item instanceof Item.Released i) {
      lease = lease != null && lease.fence() == i.fence() ? null : lease;
    } else if (item instanceof Item.Point i) {
      point(i, slot);
    } else if (item instanceof Item.Value i) {
      row(i.owner()).add(i.entry(), i.first(), slot);
      live += slot.bytes();
    } else if (item instanceof Item.Forked i) {
      forkedFrom.put(i.branch(), i.from());
    } else if (item instanceof Item.Task i) {
      Shelf.Ended e = new Shelf.Ended(i.record().attempt(), i.record().state(), i.seq(), slot);
      live += slot.bytes() - makeShelf(i.record().key()).put(e);
    } else if (item instanceof Item.Effect i) {
      EffectKey key = i.effect().key();
      live += slot.bytes() - makeShelf(key.task()).put(key, i.effect().state(), i.seq(), slot);
    } else if (item instanceof Item.Used i) {
      used.put(i.question(), new Use(i.by(), slot));
      live += slot.bytes();
    } else if (item instanceof Item.Asked i) {
      Asking before = questions.put(i.question().id(), new Asking(i.question(), slot));
      live += slot.bytes() - (before == null ? 0 : before.slot().bytes());
    } else if (item instanceof Item.Counted i) {
      lastSeq = Math.max(lastSeq, i.lastSeq());
    } else if (item instanceof Item.Pruned i) {
      rows.keySet().removeAll(new HashSet<>(i.seqs()));
      forgetWhatNobodyNeeds();
    }
  }

  private void point(Item.Point i, Slot slot) {
    Row base = i.base() == 0 ? null : row(i.base());
    Row row = new Row(i.checkpoint(), slot, base);
    rows.put(row.seq(), row);
    heads.put(row.branch(), row);
    lastSeq = Math.max(lastSeq, row.seq());
    live += slot.bytes();
  }

  private Row row(long seq) {
    Row row = rows.get(seq);
    if (row == null) {
      throw new MalformedException("checkpoint " + seq + " is missing");
    }
    return row;
  }

  private Shelf makeShelf(TaskKey task) {
    return shelves.computeIfAbsent(task, t -> new Shelf());
  }

  private void forgetWhatNobodyNeeds() {
    Set<TaskKey> needed = new HashSet<>();
    rows.values().forEach(r -> needed.addAll(r.frontier()));
    shelves.keySet().retainAll(needed);
    questions.values().removeIf(q -> !needed.contains(q.outline().task()));
    used.values().removeIf(u -> !needed.contains(u.by().task()));
    live = countLive();
  }

  private long countLive() {
    Set<Link> counted = new HashSet<>();
    long sum = 0;
    for (Row row : rows.values()) {
      sum += row.slot().bytes();
      for (Link newest : row.keys().values()) {
        sum += newest.bytesNewTo(counted);
      }
    }
    for (Shelf shelf : shelves.values()) {
      sum += shelf.bytes();
    }
    for (Asking q : questions.values()) {
      sum += q.slot().bytes();
    }
    for (Use u : used.values()) {
      sum += u.slot().bytes();
    }
    return sum;
  }

  long end() {
    return cursor.end();
  }

  /** Returns how many bytes of the log are still of use. */
  long live() {
    return live;
  }

  /** Returns a measure of the memory it takes. */
  int weight() {
    return 1 + rows.size() + shelves.size() + questions.size();
  }

  @Nullable
  Lease lease() {
    return lease;
  }

  long lastSeq() {
    return lastSeq;
  }

  NavigableMap<Long, Row> rows() {
    return rows;
  }

  Map<String, Row> heads() {
    return heads;
  }

  Map<String, Long> forkedFrom() {
    return forkedFrom;
  }

  Map<TaskKey, Shelf> shelves() {
    return shelves;
  }

  Map<QuestionId, Asking> questions() {
    return questions;
  }

  Map<QuestionId, Use> used() {
    return used;
  }

  /** Returns the checkpoint of this name, or null. */
  @Nullable
  Row find(CheckpointRef ref) {
    Row row = rows.get(ref.seq());
    return row != null && row.branch().equals(ref.branch()) ? row : null;
  }

  /** Returns a question without its texts, or null. */
  @Nullable
  Question outline(QuestionId id) {
    Asking there = questions.get(id);
    return there == null ? null : there.outline();
  }
}
