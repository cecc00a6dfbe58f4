package io.harden4j.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs calls on one thread each, all beginning within about a microsecond, so that they do collide. */
@SuppressWarnings("ThreadPriorityCheck") // a race is wanted here
final class AtOnce {
  private AtOnce() {}

  /** Returns what each call returned, in their order; a call that throws fails the test. */
  static <T> List<T> run(List<Callable<T>> calls) throws InterruptedException {
    AtomicInteger missing = new AtomicInteger(calls.size());
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> call : calls) {
        running.add(threads.submit(() -> {
          missing.decrementAndGet();
          while (missing.get() > 0) {
            Thread.yield(); // a latch would wake them one after the other
          }
          return call.call();
        }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("one of the concurrent calls failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
