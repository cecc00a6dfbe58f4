package io.harden4j.effect.internal;

import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.EffectTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs code with a time limit on a thread of its own: interrupted when the time is over, then abandoned. */
public final class Bounded {
  private Bounded() {}

  /**
   * Runs {@code body}, at most for {@code limit}.
   *
   * @param starter starts a task on a fresh thread
   * @throws EffectTimeoutException when the time is over
   */
  public static <T> T run(String what, Callable<T> body, Duration limit, Consumer<Runnable> starter)
      throws Exception {
    return run(what, body, limit, starter, limit, () -> {});
  }

  /**
   * Runs {@code body}, at most for {@code limit}, and looks every so often whether it may go on.
   *
   * @param look  how often
   * @param check throws if it may not; the body is interrupted, then abandoned
   */
  static <T> T run(
      String what,
      Callable<T> body,
      Duration limit,
      Consumer<Runnable> starter,
      Duration look,
      Runnable check)
      throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    starter.accept(task);
    long end = System.nanoTime() + Durations.nanos(limit);
    try {
      while (true) {
        long left = end - System.nanoTime();
        try {
          return task.get(Math.min(left, Durations.nanos(look)), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (end - System.nanoTime() <= 0) {
            throw e;
          }
          check.run();
        }
      }
    } catch (ControlSignal e) {
      task.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EffectTimeoutException(what + " took longer than " + Durations.millis(limit)
          + " ms and was interrupted; raise its timeout if it needs" + " more time");
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static Exception unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof Exception cause ? cause : e;
  }
}
