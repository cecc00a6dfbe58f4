package io.harden4j.effect.internal;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.Retry;
import io.harden4j.effect.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Step 10: breaker around retry around attempts. */
final class Attempts {
  /** One attempt; the number is 1 first. */
  interface Body<T> {
    T run(int number) throws Exception;
  }

  /** What decides how attempts are made; there are as many as there are kinds of tools and models. */
  private record Way(@Nullable String breaker, Retry retry, boolean repeatable) {}

  private final Breakers breakers;
  private final ConcurrentMap<Way, FailsafeExecutor<Object>> executors = new ConcurrentHashMap<>();

  Attempts(Breakers breakers) {
    this.breakers = breakers;
  }

  <T> T run(Operation<T> op, Body<T> body) throws Exception {
    String name = op.breaker();
    Retry retry = op.retry();
    if (name == null && retry.attempts() == 1) {
      return body.run(1);
    }
    Way way = new Way(name, retry, op.repeatable());
    FailsafeExecutor<Object> known = executors.get(way);
    return through(
        known != null ? known : executors.computeIfAbsent(way, this::executor), op, body);
  }

  private FailsafeExecutor<Object> executor(Way way) {
    List<Policy<Object>> policies = new ArrayList<>();
    if (way.breaker() != null) {
      CircuitBreaker<Object> breaker = breakers.of(way.breaker());
      policies.add(breaker);
    }
    if (way.retry().attempts() > 1) {
      policies.add(policy(way.retry(), way.repeatable()));
    }
    return Failsafe.with(policies);
  }

  private static <T> T through(FailsafeExecutor<Object> failsafe, Operation<T> op, Body<T> body)
      throws Exception {
    try {
      return failsafe.get(execution -> body.run(execution.getAttemptCount() + 1));
    } catch (CircuitBreakerOpenException e) {
      throw new TransientException(
          "UNAVAILABLE: '" + op.name() + "' failed too often and rests for "
              + e.getCircuitBreaker().getRemainingDelay().toSeconds() + " s; try again later",
          null);
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
