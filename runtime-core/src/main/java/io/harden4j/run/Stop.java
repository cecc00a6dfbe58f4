package io.harden4j.run;

import io.harden4j.effect.ControlSignal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether and why a segment is to stop. Knows the threads at work, to interrupt them. Thread-safe. */
final class Stop {
  private final Set<Thread> working = new HashSet<>();
  private volatile @Nullable ControlSignal signal;
  private volatile @Nullable String drain;

  /** Stops what is running; the first reason stays. */
  synchronized void now(ControlSignal why) {
    if (signal == null) {
      signal = why;
      working.forEach(Thread::interrupt);
    }
  }

  /** Stops at the next step. */
  void afterThisStep(String why) {
    drain = why;
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
    working.add(thread);
    if (signal != null) {
      thread.interrupt();
    }
  }

  /** Leaves; an interrupt that this stop caused does not outlive the task. */
  synchronized void leave(Thread thread) {
    working.remove(thread);
    if (signal != null && thread == Thread.currentThread()) {
      Thread.interrupted();
    }
  }
}
