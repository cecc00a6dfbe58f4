package io.harden4j.effect.internal;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.Retry;
import io.harden4j.effect.TransientException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Step 10: breaker around retry around attempts. A first attempt that succeeds, as most do, is made without the machinery of retries. */
final class Attempts {
  /** One attempt; the number is 1 first. */
  interface Body<T> {
    T run(int number) throws Exception;
  }

  /** What decides how attempts are repeated; there are as many as there are kinds of tools and models. */
  private record Way(Retry retry, boolean repeatable) {}

  private final Breakers breakers;
  private final ConcurrentMap<Way, FailsafeExecutor<Object>> executors = new ConcurrentHashMap<>();

  Attempts(Breakers breakers) {
    this.breakers = breakers;
  }

  <T> T run(Operation<T> op, Body<T> body) throws Exception {
    String name = op.breaker();
    if (name == null) {
      return attempts(op, body);
    }
    CircuitBreaker<Object> breaker = breakers.of(name);
    if (!breaker.tryAcquirePermit()) {
      throw new TransientException(
          "UNAVAILABLE: '" + op.name() + "' failed too often and rests for "
              + breaker.getRemainingDelay().toSeconds() + " s; try again later",
          null);
    }
    T result;
    try {
      result = attempts(op, body);
    } catch (Throwable e) {
      breaker.recordException(e);
      throw e;
    }
    breaker.recordSuccess();
    return result;
  }

  private <T> T attempts(Operation<T> op, Body<T> body) throws Exception {
    try {
      return body.run(1);
    } catch (Exception e) {
      if (op.retry().attempts() == 1 || !mayRepeat(e, op.repeatable())) {
        throw e;
      }
      return again(op, body, e);
    }
  }

  /** Makes the further attempts after the first one failed, which Failsafe is told of as if it had made it. */
  private <T> T again(Operation<T> op, Body<T> body, Exception first) throws Exception {
    FailsafeExecutor<Object> failsafe = executors.computeIfAbsent(
        new Way(op.retry(), op.repeatable()),
        way -> Failsafe.with(policy(way.retry(), way.repeatable())));
    try {
      return failsafe.get(execution -> {
        if (execution.getAttemptCount() == 0) {
          throw first;
        }
        return body.run(execution.getAttemptCount() + 1);
      });
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Policy<Object> policy(Retry retry, boolean repeatable) {
    var builder = RetryPolicy.builder()
        .withMaxAttempts(retry.attempts())
        .handleIf((result, error) -> error != null && mayRepeat(error, repeatable));
    if (!retry.first().isZero()) {
      if (retry.longest().compareTo(retry.first()) > 0) {
        builder.withBackoff(retry.first(), retry.longest());
      } else {
        builder.withDelay(retry.first());
      }
      builder.withJitter(retry.jitter());
    }
    return builder.build();
  }

  private static boolean mayRepeat(Throwable error, boolean repeatable) {
    if (error instanceof ControlSignal
        || error instanceof InterruptedException
        || error instanceof NotRetriable) {
      return false;
    }
    return error instanceof TransientException || (repeatable && error instanceof Exception);
  }

  /** Marks an error that another attempt would only meet again. */
  interface NotRetriable {}
}
