package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.WatchStore.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a store. While somebody does, one thread hears for all. Thread-safe.
 *
 * @param <N> a note
 */
public final class Watches<N> implements AutoCloseable {
  private final Notices.Opener<N> opener;
  private final N look;
  private final List<Consumer<N>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Ear<N> ear;
  private boolean isClosed;

  /**
   * Creates the watches of a store.
   *
   * @param look the note that there may be something to find, told when listening begins
   */
  public Watches(Notices.Opener<N> opener, N look) {
    this.opener = opener;
    this.look = look;
  }

  /** Adds a listener; returns once it hears, or it is clear that the backend is away. */
  public Watch add(Consumer<N> listener) {
    Ear<N> hearing = hearing(listener);
    hearing.awaitTheFirstTry();
    return () -> remove(listener);
  }

  private synchronized Ear<N> hearing(Consumer<N> listener) {
    if (isClosed) {
      throw new IllegalStateException("the store is closed; open it again to listen");
    }
    listeners.add(listener);
    Ear<N> there = ear;
    if (there == null) {
      there = new Ear<>(opener, look, listeners);
      ear = there;
      there.start();
    }
    return there;
  }

  private void remove(Consumer<N> listener) {
    Ear<N> last = null;
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
    Ear<N> last;
    synchronized (this) {
      isClosed = true;
      listeners.clear();
      last = ear;
      ear = null;
    }
    stop(last);
  }

  private static void stop(@Nullable Ear<?> last) {
    if (last != null) {
      last.stop();
    }
  }
}
