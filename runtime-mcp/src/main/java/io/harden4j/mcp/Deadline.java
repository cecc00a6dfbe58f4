package io.harden4j.mcp;

import java.time.Duration;

/** A point in monotonic time up to which something may take, shared by all the waits on the way. */
final class Deadline {
  private final Duration whole;
  private final long endNanos;

  private Deadline(Duration whole, long endNanos) {
    this.whole = whole;
    this.endNanos = endNanos;
  }

  static Deadline after(Duration time) {
    return new Deadline(time, System.nanoTime() + time.toNanos());
  }

  long remainingNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  /** Returns the whole time, for messages. */
  Duration whole() {
    return whole;
  }
}
