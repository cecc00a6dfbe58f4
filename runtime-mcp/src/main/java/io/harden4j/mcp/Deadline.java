package io.harden4j.mcp;

import java.time.Duration;

/**
 * A point in monotonic time up to which something may take, shared by all the waits on the way. Progress may move it, up to a last point that nothing moves.
 * Thread-safe.
 */
final class Deadline {
  private final Duration quiet;
  private final long lastNanos;
  private volatile long endNanos;

  private Deadline(Duration quiet, Duration whole) {
    long now = System.nanoTime();
    this.quiet = quiet;
    this.lastNanos = now + whole.toNanos();
    this.endNanos = now + quiet.toNanos();
  }

  static Deadline after(Duration time) {
    return new Deadline(time, time);
  }

  /**
   * Returns a deadline that each sign of life moves.
   *
   * @param quiet time without one
   * @param whole time in all
   */
  static Deadline of(Duration quiet, Duration whole) {
    return quiet.compareTo(whole) < 0 ? new Deadline(quiet, whole) : after(whole);
  }

  /** There was a sign of life. */
  void extend() {
    long moved = System.nanoTime() + quiet.toNanos();
    endNanos = moved - lastNanos > 0 ? lastNanos : moved;
  }

  long remainingNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  /** Returns the time that passed without a sign of life, for messages. */
  Duration whole() {
    return quiet;
  }
}
