package io.harden4j.observability;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The W3C header {@code traceparent}: version, trace id, span id, flags. */
final class TraceParent {
  private static final String HEADER = "traceparent";
  private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return List.copyOf(carrier.keySet());
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  };

  private TraceParent() {}

  /** Returns a context with the remote parent, or without one if the header is empty or malformed. */
  static Context context(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), Map.of(HEADER, traceparent), GETTER);
  }

  static String of(SpanContext context) {
    return context.isValid()
        ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
            + context.getTraceFlags().asHex()
        : "";
  }
}
