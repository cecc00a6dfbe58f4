package io.harden4j.checkpoint.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Spreads work over time, and can be told to stop. Thread-safe. */
public final class Pace {
  /** Waits, or not. Returns whether the wait was cut short by {@link Pace#stop}. */
  @FunctionalInterface
  public interface Waiting {
    /** Waits for at most {@code nanos}. */
    boolean await(long nanos) throws InterruptedException;
  }

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long nanosBetween;
  private final Waiting waiting;

  /** @param perSecond pieces of work a second, 0 for no limit */
  public Pace(int perSecond) {
    this.nanosBetween = between(perSecond);
    this.waiting = nanos -> stopped.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Creates a pace that waits in its own way, for tests. */
  public Pace(int perSecond, Waiting waiting) {
    this.nanosBetween = between(perSecond);
    this.waiting = waiting;
  }

  private static long between(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException(
          "the rate is " + perSecond + " a second; pass 1 or more, or 0 for no limit");
    }
    return perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Waits for the turn of the next piece of work. Returns false once it is to stop; an interrupt counts as that. */
  public boolean next() {
    return nanosBetween == 0 ? !isStopped() : pause(Duration.ofNanos(nanosBetween));
  }

  /** Waits. Returns false once it is to stop. */
  public boolean pause(Duration time) {
    try {
      return !isStopped() && !waiting.await(time.toNanos()) && !isStopped();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return false;
    }
  }

  /** Ends all waiting, now and from now on. */
  public void stop() {
    stopped.countDown();
  }

  /** Says whether it is to stop. */
  public boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
