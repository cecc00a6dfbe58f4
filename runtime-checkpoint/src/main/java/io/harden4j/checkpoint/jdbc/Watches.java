package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.WatchStore.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who listens to a store. While somebody does, one thread hears for all. Thread-safe. */
final class Watches implements AutoCloseable {
  private final Notices.Opener opener;
  private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Ear ear;
  private boolean isClosed;

  Watches(Notices.Opener opener) {
    this.opener = opener;
  }

  /** Adds a listener; returns once it hears, or it is clear that the database is away. */
  Watch add(Consumer<byte[]> listener) {
    Ear hearing = hearing(listener);
    hearing.awaitTheFirstTry();
    return () -> remove(listener);
  }

  private synchronized Ear hearing(Consumer<byte[]> listener) {
    if (isClosed) {
      throw new IllegalStateException("the store is closed; open it again to listen");
    }
    listeners.add(listener);
    Ear there = ear;
    if (there == null) {
      there = new Ear(opener, listeners);
      ear = there;
      there.start();
    }
    return there;
  }

  private void remove(Consumer<byte[]> listener) {
    Ear last = null;
    synchronized (this) {
      if (listeners.remove(listener) && listeners.isEmpty()) {
        last = ear;
        ear = null;
      }
    }
    stop(last);
  }

  @Override
  public void close() {
    Ear last;
    synchronized (this) {
      isClosed = true;
      listeners.clear();
      last = ear;
      ear = null;
    }
    stop(last);
  }

  private static void stop(@Nullable Ear last) {
    if (last != null) {
      last.stop();
    }
  }
}
