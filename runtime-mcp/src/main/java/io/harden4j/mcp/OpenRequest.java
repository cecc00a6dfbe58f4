package io.harden4j.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An HTTP request under way, so that another thread can give it up: an interrupt ends the wait for the answer, closing the body ends the reading of it. Thread-safe. */
final class OpenRequest {
  private @Nullable Future<?> task;
  private @Nullable InputStream body;
  private boolean cancelled;

  synchronized void runs(Future<?> by) {
    task = by;
  }

  /** The answer begins. Returns false if nobody wants it any more. */
  synchronized boolean reads(InputStream answer) {
    body = answer;
    return !cancelled;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    Future<?> running;
    InputStream open;
    synchronized (this) {
      cancelled = true;
      running = task;
      open = body;
    }
    if (running != null) {
      running.cancel(true);
    }
    if (open != null) {
      close(open);
    }
  }

  private static void close(InputStream open) {
    try {
      open.close();
    } catch (IOException e) {
      return; // it is over in any case
    }
  }
}
