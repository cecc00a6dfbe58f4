package io.harden4j.run;

import io.harden4j.effect.ControlSignal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether and why a segment is to stop. Knows the threads at work, to interrupt them. Thread-safe. */
final class Stop {
  private @Nullable Thread first;
  private @Nullable Set<Thread> others;
  private volatile @Nullable ControlSignal signal;
  private volatile @Nullable String drain;
  private volatile boolean handsOver;

  /** Stops what is running; the first reason stays. */
  synchronized void now(ControlSignal why) {
    if (signal == null) {
      signal = why;
      if (first != null) {
        first.interrupt();
      }
      if (others != null) {
        others.forEach(Thread::interrupt);
      }
    }
  }

  /** Stops at the next step. */
  void afterThisStep(String why) {
    drain = why;
  }

  /** Ends the segment at the next step without a stop: its thread stays RUNNING, for another worker. */
  void handOver() {
    handsOver = true;
  }

  boolean handsOver() {
    return handsOver;
  }

  @Nullable
  ControlSignal signal() {
    return signal;
  }

  @Nullable
  String drain() {
    return drain;
  }

  synchronized void enter(Thread thread) {
    if (first == null || first == thread) {
      first = thread;
    } else {
      others = others == null ? new HashSet<>() : others;
      others.add(thread);
    }
    if (signal != null) {
      thread.interrupt();
    }
  }

  /** Leaves; an interrupt that this stop caused does not outlive the task. */
  synchronized void leave(Thread thread) {
    if (first == thread) {
      first = null;
    } else if (others != null) {
      others.remove(thread);
    }
    if (signal != null && thread == Thread.currentThread()) {
      Thread.interrupted();
    }
  }
}
