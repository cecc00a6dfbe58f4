package io.harden4j.run;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in parallel: a virtual thread each where the JVM has them (21+, found at run time), else a bounded pool whose callers help, so that nested
 * work cannot deadlock at any pool size.
 */
final class Workers implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final @Nullable ExecutorService virtual;
  private final @Nullable ExecutorService pool;

  private Workers(@Nullable ExecutorService virtual, @Nullable ExecutorService pool) {
    this.virtual = virtual;
    this.pool = pool;
  }

  /** Virtual threads where there are any, else a pool of this size. */
  static Workers best(int poolSize) {
    ExecutorService virtual = virtualThreads();
    return virtual != null ? new Workers(virtual, null) : pool(poolSize);
  }

  static Workers pool(int size) {
    return new Workers(null, Executors.newFixedThreadPool(size, daemon("harden4j-worker-")));
  }

  private static @Nullable ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }

  private static ThreadFactory daemon(String prefix) {
    return runnable -> {
      Thread thread = new Thread(runnable, prefix + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a task on a fresh thread that may be abandoned. */
  void start(Runnable task) {
    if (virtual != null) {
      virtual.execute(task);
    } else {
      daemon("harden4j-bounded-").newThread(task).start();
    }
  }

  /** Starts all tasks and returns; with a pool the calling thread works on them as well before it returns. */
  void startAll(List<Runnable> tasks) {
    if (virtual != null) {
      tasks.forEach(virtual::execute);
      return;
    }
    Queue<Runnable> queue = new ConcurrentLinkedQueue<>(tasks);
    Runnable drain = () -> {
      for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
        next.run();
      }
    };
    ExecutorService helpers = java.util.Objects.requireNonNull(pool);
    for (int i = 1; i < tasks.size(); i++) {
      helpers.execute(drain);
    }
    drain.run();
  }

  @Override
  public void close() {
    if (virtual != null) {
      virtual.shutdownNow();
    }
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
