package io.harden4j.run;

import io.harden4j.observe.Unquoted;
import io.harden4j.run.RunEvent.Dropped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to a listener on a thread of its own. The buffer is bounded: when the listener is too slow the oldest events are dropped and counted, so a run
 * never waits for it.
 */
final class EventHub {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
  private static final int CAPACITY = 4_096;
  private static final long PATIENCE_MILLIS = 250;
  /** Of hubs without a listener; nothing is ever put into it. */
  private static final Deque<RunEvent> NO_BUFFER = new ArrayDeque<>(0);

  private final @Nullable Consumer<RunEvent> listener;
  private final @Nullable RunEventBuffer pulled;
  private final Deque<RunEvent> buffer;
  private final Workers workers;
  private long dropped;
  private boolean warned;
  private boolean draining;

  EventHub(
      @Nullable Consumer<RunEvent> listener, @Nullable RunEventBuffer pulled, Workers workers) {
    this.listener = listener;
    this.buffer = listener == null ? NO_BUFFER : new ArrayDeque<>();
    this.pulled = pulled;
    this.workers = workers;
  }

  boolean isListening() {
    return listener != null || pulled != null;
  }

  void emit(RunEvent event) {
    if (pulled != null) {
      pulled.add(event);
    }
    if (listener == null) {
      return;
    }
    synchronized (buffer) {
      if (buffer.size() >= CAPACITY) {
        buffer.pollFirst();
        dropped++;
      }
      buffer.addLast(event);
      if (draining) {
        return;
      }
      draining = true;
    }
    workers.start(this::drain);
  }

  private void drain() {
    for (RunEvent event = next(); event != null; event = next()) {
      tell(event);
    }
  }

  private @Nullable RunEvent next() {
    synchronized (buffer) {
      if (dropped > 0) {
        long count = dropped;
        dropped = 0;
        return new Dropped(count);
      }
      RunEvent event = buffer.pollFirst();
      if (event == null) {
        draining = false;
        buffer.notifyAll();
      }
      return event;
    }
  }

  private void tell(RunEvent event) {
    try {
      java.util.Objects.requireNonNull(listener).accept(event);
    } catch (RuntimeException | Error e) {
      if (!warned) {
        warned = true;
        LOG.warn(
            "a run event listener threw; the run goes on, and further ones of this listener are not logged",
            Unquoted.of(e));
      }
    }
  }

  /** Waits for the listener to see the last events, for a quarter of a second at most. */
  void close() {
    if (listener == null) {
      return;
    }
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    synchronized (buffer) {
      for (long left = PATIENCE_MILLIS;
          draining && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        try {
          buffer.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
