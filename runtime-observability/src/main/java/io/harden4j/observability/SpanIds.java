package io.harden4j.observability;

import java.util.function.Supplier;

/**
 * Lets the observer choose the ids of spans, so that every segment of a run has one trace id and a recovering process emits the ids of the one that died. An SDK
 * asks only its id generator for ids; {@link io.harden4j.observability.otlp.HardenIdGenerator} is one that listens.
 */
public interface SpanIds {
  /** Chooses nothing: the SDK's ids are taken as they come. */
  SpanIds NONE = new SpanIds() {
    @Override
    public <T> T using(String traceId, String spanId, Supplier<T> start) {
      return start.get();
    }
  };

  /**
   * Starts a span under these ids.
   *
   * @param traceId 32 hexadecimal digits, used if the span has no parent
   * @param spanId  16 hexadecimal digits
   */
  <T> T using(String traceId, String spanId, Supplier<T> start);
}
