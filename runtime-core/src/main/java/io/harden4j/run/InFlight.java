package io.harden4j.run;

/** The effects of an attempt that are under way. Thread-safe. */
final class InFlight {
  private static final long LOOK_MILLIS = 50;

  private int count;

  synchronized void enter() {
    count++;
  }

  synchronized void leave() {
    count--;
    notifyAll();
  }

  /** Waits until all have ended, the time is over, the run is stopped or this thread is interrupted. Returns how many are left. */
  synchronized int await(long patienceMillis, Stop stop) {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    for (long left = patienceMillis;
        count > 0 && left > 0 && stop.signal() == null;
        left = (end - System.nanoTime()) / 1_000_000) {
      try {
        wait(Math.min(left, LOOK_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return count;
      }
    }
    return count;
  }
}
