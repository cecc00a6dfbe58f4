package io.harden4j.checkpoint;

import io.harden4j.checkpoint.WatchStore.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to a store in memory. They are told in order, on one thread that ends where there is nothing to tell. Thread-safe. */
final class MemoryWatches {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatches.class);
  private static final long IDLE_SECONDS = 1;

  private final List<Consumer<Optional<QuestionId>>> listeners = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor teller;

  MemoryWatches() {
    teller = new ThreadPoolExecutor(
        1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), MemoryWatches::thread);
    teller.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "harden4j-watch");
    thread.setDaemon(true);
    return thread;
  }

  Watch add(Consumer<Optional<QuestionId>> listener) {
    // A listener may be added twice, and each watch ends its own.
    Consumer<Optional<QuestionId>> own = note -> listener.accept(note);
    listeners.add(own);
    teller.execute(() -> tell(own, Optional.empty()));
    return () -> listeners.remove(own);
  }

  /** Tells of an answer, or with an empty note that there may be work. */
  void note(Optional<QuestionId> answered) {
    if (!listeners.isEmpty()) {
      teller.execute(() -> listeners.forEach(each -> tell(each, answered)));
    }
  }

  private void tell(Consumer<Optional<QuestionId>> listener, Optional<QuestionId> answered) {
    try {
      if (listeners.contains(listener)) {
        listener.accept(answered);
      }
    } catch (RuntimeException e) {
      LOG.warn("a listener of a store failed", e);
    }
  }
}
