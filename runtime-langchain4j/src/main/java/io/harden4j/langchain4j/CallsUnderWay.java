package io.harden4j.langchain4j;

import java.util.function.Supplier;

/** Counts tool calls under way, so that none outlives the assistant's method that caused it: its record would come too late. Thread-safe. */
final class CallsUnderWay {
  private int open;

  <R> R during(Supplier<R> call) {
    synchronized (this) {
      open++;
    }
    try {
      return call.get();
    } finally {
      synchronized (this) {
        open--;
        notifyAll();
      }
    }
  }

  /** Waits until none is under way. Each has a timeout of its own; an interrupt ends the wait. */
  synchronized void await() {
    while (open > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
