package io.harden4j.run;

import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.internal.Durations;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The segments this runtime is working on. Thread-safe. */
final class ActiveRuns {
  /** A segment at work. */
  static final class Entry {
    private final ThreadKey thread;
    private final Stop stop;

    private Entry(ThreadKey thread, Stop stop) {
      this.thread = thread;
      this.stop = stop;
    }
  }

  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Refuses work before anything is recorded. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the runtime is closed; build a new one");
    }
  }

  Entry enter(ThreadKey thread, Stop stop) {
    requireOpen();
    Entry entry = new Entry(thread, stop);
    entries.add(entry);
    return entry;
  }

  void leave(Entry entry) {
    entries.remove(entry);
    if (closed) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Cancels what runs on a thread. Returns whether anything did. */
  boolean cancel(ThreadKey thread, String reason) {
    boolean any = false;
    for (Entry entry : entries) {
      if (entry.thread.equals(thread)) {
        entry.stop.now(new ControlSignal(ControlSignal.Kind.CANCELLED, reason));
        any = true;
      }
    }
    return any;
  }

  /** Lets what runs on these threads finish its step and then go to others. */
  void handOver(Set<ThreadKey> threads) {
    entries.stream().filter(e -> threads.contains(e.thread)).forEach(e -> e.stop.handOver());
  }

  /** Ends what runs on these threads without a word: whoever takes them sees what a crash would have left. */
  void abandon(Set<ThreadKey> threads) {
    entries.stream()
        .filter(e -> threads.contains(e.thread))
        .forEach(e -> e.stop.now(
            new ControlSignal(ControlSignal.Kind.LEASE_LOST, "the worker is shutting down")));
  }

  /** Lets running segments finish their step, then cancels them. */
  void drain(Duration patience) {
    closed = true;
    entries.forEach(e -> e.stop.afterThisStep("the runtime is shutting down"));
    if (!awaitEmpty(patience)) {
      entries.forEach(e -> e.stop.now(
          new ControlSignal(ControlSignal.Kind.CANCELLED, "the runtime is shutting down")));
      awaitEmpty(patience);
    }
  }

  private synchronized boolean awaitEmpty(Duration patience) {
    long end = System.nanoTime() + Durations.nanos(patience);
    for (long left = Durations.millis(patience);
        !entries.isEmpty() && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      try {
        wait(Math.min(left, 100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return entries.isEmpty();
      }
    }
    return entries.isEmpty();
  }
}
