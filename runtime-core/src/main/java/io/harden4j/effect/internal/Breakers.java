package io.harden4j.effect.internal;

import dev.failsafe.CircuitBreaker;
import io.harden4j.effect.BreakerPolicy;
import io.harden4j.effect.ControlSignal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** One circuit breaker for each model, retriever or server. Shared by all runs of a runtime. Thread-safe. */
public final class Breakers {
  private final ConcurrentMap<String, CircuitBreaker<Object>> byName = new ConcurrentHashMap<>();
  private final BreakerPolicy policy;

  /** Creates breakers of one policy. */
  public Breakers(BreakerPolicy policy) {
    this.policy = policy;
  }

  CircuitBreaker<Object> of(String name) {
    return byName.computeIfAbsent(
        name,
        n -> CircuitBreaker.builder()
            .handleIf((result, error) -> error != null && !(error instanceof ControlSignal))
            .withFailureThreshold(policy.failures())
            .withDelay(policy.pause())
            .withSuccessThreshold(1)
            .build());
  }
}
