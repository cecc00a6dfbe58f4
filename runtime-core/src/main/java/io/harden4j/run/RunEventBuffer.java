package io.harden4j.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer of events for callers that read them at their own pace, such as a server that streams to a browser. When it is full the oldest events are
 * dropped and counted: a run never waits for its reader. Give it to a run with {@link RunOptions#events}. Thread-safe.
 */
public final class RunEventBuffer {
  private final @Nullable RunEvent[] ring;
  private int first;
  private int size;
  private long dropped;

  /**
   * Creates a buffer.
   *
   * @param capacity most events it keeps, 1 or more
   */
  public RunEventBuffer(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + "; keep 1 event or more");
    }
    ring = new RunEvent[capacity];
  }

  synchronized void add(RunEvent event) {
    if (size == ring.length) {
      first = next(first);
      size--;
      dropped++;
    }
    int end = first + size;
    ring[end < ring.length ? end : end - ring.length] = event;
    size++;
  }

  /** Returns the oldest event, or null if there is none. The first one after a loss is {@link RunEvent.Dropped}. */
  public synchronized @Nullable RunEvent poll() {
    if (dropped > 0) {
      long count = dropped;
      dropped = 0;
      return new RunEvent.Dropped(count);
    }
    if (size == 0) {
      return null;
    }
    RunEvent event = ring[first];
    ring[first] = null;
    first = next(first);
    size--;
    return event;
  }

  private int next(int index) {
    return index + 1 < ring.length ? index + 1 : 0;
  }

  /** Returns all events that are there, oldest first. */
  public synchronized List<RunEvent> drain() {
    List<RunEvent> all = new ArrayList<>(size);
    for (RunEvent event = poll(); event != null; event = poll()) {
      all.add(event);
    }
    return all;
  }
}
