package io.harden4j.observability.otlp;

import io.harden4j.observability.SpanIds;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/**
 * An id generator for an SDK of your own that takes the ids our observer chooses, and random ones for all other spans. Give the same instance to the SDK and to
 * {@link io.harden4j.observability.OpenTelemetryObserver.Builder#ids}. Thread-safe.
 */
public final class HardenIdGenerator implements IdGenerator, SpanIds {
  private record Chosen(String traceId, String spanId) {}

  private final IdGenerator random = IdGenerator.random();
  /** Set only while this thread starts one span: the SDK's interface has no other way to say for which. */
  @SuppressWarnings(
      "ThreadLocalUsage") // one generator for each SDK, so nothing piles up, and nothing is shared
  private final ThreadLocal<Chosen> chosen = new ThreadLocal<>();

  @Override
  public <T> T using(String traceId, String spanId, Supplier<T> start) {
    chosen.set(new Chosen(traceId, spanId));
    try {
      return start.get();
    } finally {
      chosen.remove();
    }
  }

  @Override
  public String generateTraceId() {
    Chosen now = chosen.get();
    return now == null ? random.generateTraceId() : now.traceId();
  }

  @Override
  public String generateSpanId() {
    Chosen now = chosen.get();
    return now == null ? random.generateSpanId() : now.spanId();
  }

  @Override
  public String toString() {
    return "HardenIdGenerator";
  }
}
