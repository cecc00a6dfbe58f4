package io.harden4j.checkpoint.internal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that hears notices and tells them. Where the backend is away, it tries again. */
final class Ear<N> {
  private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_TRY_SECONDS = 10;
  private static final long END_MILLIS = 500;

  private final Notices.Opener<N> opener;
  private final N look;
  private final List<Consumer<N>> listeners;
  private final CountDownLatch tried = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "harden4j-watch");
  private volatile boolean over;

  Ear(Notices.Opener<N> opener, N look, List<Consumer<N>> listeners) {
    this.opener = opener;
    this.look = look;
    this.listeners = listeners;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void awaitTheFirstTry() {
    try {
      boolean unused = tried.await(FIRST_TRY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread; waits a moment for it, so that it has given its connection back. */
  void stop() {
    over = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean failing = false;
    while (!over) {
      try (Notices<N> notices = opener.open()) {
        tried.countDown();
        // What was written while nobody heard it.
        tell(look);
        failing = false;
        while (!over) {
          notices.next().forEach(this::tell);
        }
      } catch (IOException | SQLException | RuntimeException e) {
        tried.countDown();
        if (!over) {
          complain(failing, e);
          LockSupport.parkNanos(REST_NANOS);
        }
        failing = true;
      }
    }
  }

  private static void complain(boolean again, Exception e) {
    if (!again) {
      LOG.warn(
          "cannot hear what other processes write; who waits for it finds it with the next look",
          e);
    }
  }

  private void tell(N what) {
    for (Consumer<N> each : listeners) {
      try {
        each.accept(what);
      } catch (RuntimeException e) {
        LOG.warn("a listener of a store failed", e);
      }
    }
  }
}
