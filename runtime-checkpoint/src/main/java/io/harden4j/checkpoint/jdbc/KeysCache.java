package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of the checkpoints that were read or written last, so that the next commit upon them need not ask for them. What a
 * checkpoint sees never changes and numbers of threads never come back, so that cannot be out of date; numbers of a
 * thread can, and are checked where they are used. Thread-safe.
 */
final class KeysCache {
  private static final int MOST_KEYS = 50_000;
  private static final int MOST_THREADS = 4_096;

  private record Point(long thread, long seq) {}

  /**
   * What a thread's row held after the last commit of this store.
   *
   * @param thread    number of the thread
   * @param lastSeq   newest sequence number given out
   * @param lastValue newest number of an entry given out
   * @param branch    branch that got the newest sequence number
   * @param graph     what that branch's row says
   * @param status    what that branch's row says
   */
  record Numbers(
      long thread, long lastSeq, long lastValue, String branch, String graph, RunStatus status) {
    /** Returns the numbers after a checkpoint was made. */
    static Numbers after(Checkpoint made, long thread, long lastSeq, long lastValue) {
      String branch = made.ref().branch();
      return new Numbers(thread, lastSeq, lastValue, branch, made.graph().name(), made.status());
    }
  }

  private final Map<ThreadKey, Numbers> numbers = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ThreadKey, Numbers> eldest) {
      return size() > MOST_THREADS;
    }
  };
  private final Map<Point, Keys> newest = new LinkedHashMap<>(16, 0.75f, true);
  private final CommitSql commits = new CommitSql();
  private int keys;
  private volatile boolean chains;

  /** Says whether heads of this store were seen that have entries which build upon others; if so, all are read with them at once. */
  boolean hasChains() {
    return chains;
  }

  void seesChains() {
    chains = true;
  }

  /** Returns the texts of the commits of this store. */
  CommitSql commits() {
    return commits;
  }

  synchronized @Nullable Keys get(long thread, long seq) {
    return newest.get(new Point(thread, seq));
  }

  synchronized void put(long thread, long seq, Keys seen) {
    Keys before = newest.put(new Point(thread, seq), seen);
    keys += weight(seen) - (before == null ? 0 : weight(before));
    var oldest = newest.entrySet().iterator();
    while (keys > MOST_KEYS && oldest.hasNext()) {
      keys -= weight(oldest.next().getValue());
      oldest.remove();
    }
  }

  synchronized void remove(long thread, long seq) {
    Keys gone = newest.remove(new Point(thread, seq));
    keys -= gone == null ? 0 : weight(gone);
  }

  synchronized @Nullable Numbers numbers(ThreadKey thread) {
    return numbers.get(thread);
  }

  synchronized void remember(ThreadKey thread, Numbers now) {
    numbers.put(thread, now);
  }

  synchronized void forget(ThreadKey thread) {
    numbers.remove(thread);
  }

  private static int weight(Keys keys) {
    return keys.size() + 10;
  }
}
