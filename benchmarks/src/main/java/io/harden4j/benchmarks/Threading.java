package io.harden4j.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The executor a person would write by hand: virtual threads from JDK 21 on, before that a pool with one thread for each branch. */
final class Threading {
  private Threading() {}

  static boolean isVirtual() {
    return Runtime.version().feature() >= 21;
  }

  static ExecutorService byHand() {
    if (!isVirtual()) {
      return Executors.newFixedThreadPool(Workloads.BRANCHES);
    }
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("JDK 21 and later have virtual threads", e);
    }
  }

  /** Waits in all branches at once. */
  static void branches(ExecutorService executor) throws InterruptedException, ExecutionException {
    Callable<@Nullable Void> branch = () -> {
      Thread.sleep(Workloads.BRANCH_MILLIS);
      return null;
    };
    List<Future<@Nullable Void>> running = new ArrayList<>(Workloads.BRANCHES);
    for (int i = 0; i < Workloads.BRANCHES; i++) {
      running.add(executor.submit(branch));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }
}
