package io.harden4j.guard.sql;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of work on a query. What is known to be done soon is done on the thread of the caller, as nearly every query is; anything else on daemon
 * threads of its own, which end when they are idle. Thread-safe.
 */
final class SqlWorkers {
  private static final int MOST_THREADS = 64;
  private static final long STACK_BYTES = 4L << 20;

  private final Duration limit;
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
      0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), SqlWorkers::thread);

  SqlWorkers(Duration limit) {
    this.limit = limit;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "harden4j-sql", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does the work, or refuses the query: when the time is over, when too many are at work, and when the work fails in any way.
   *
   * @param work what to do; may be begun twice
   */
  <T> T run(Function<SqlReader, T> work) {
    try {
      return work.apply(new SqlReader(false));
    } catch (SqlReader.NeedsPatienceException | StackOverflowError e) {
      return patiently(work);
    }
  }

  private <T> T patiently(Function<SqlReader, T> work) {
    SqlReader reader = new SqlReader(true);
    FutureTask<T> task = new FutureTask<>(() -> work.apply(reader));
    try {
      threads.execute(task);
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      stop(reader, task);
      throw SqlRefusal.BOUND.because("checking took longer than " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SqlRefusedException refused ? refused : failed(e.getCause());
    } catch (InterruptedException e) {
      stop(reader, task);
      Thread.currentThread().interrupt();
      throw SqlRefusal.ERROR.because("interrupted while checking");
    }
  }

  private static void stop(SqlReader reader, FutureTask<?> task) {
    reader.stop();
    task.cancel(true);
  }

  private static SqlRefusedException failed(@Nullable Throwable cause) {
    return SqlRefusal.ERROR.because("the governor failed with "
        + (cause == null ? "nothing" : cause.getClass().getSimpleName()));
  }
}
