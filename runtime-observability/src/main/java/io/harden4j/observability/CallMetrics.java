package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.Outcome.Level;
import io.harden4j.observability.internal.SpanNames;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics of requests to MCP servers and of sessions with them. What could have any number of values (sessions, addresses of resources) is no part of it. Thread-safe. */
final class CallMetrics {
  /** The boundaries that the conventions for MCP advise, seconds. */
  private static final List<Double> BOUNDARIES =
      List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0);

  private static final Map<String, String> DESCRIPTIONS =
      Map.of(Names.MCP_SESSION, "How long a session with an MCP server was");

  private final Meter meter;
  private final DoubleHistogram duration;
  private final Map<String, DoubleHistogram> others = new ConcurrentHashMap<>();

  CallMetrics(OpenTelemetry openTelemetry) {
    this.meter = openTelemetry
        .getMeterProvider()
        .meterBuilder(OpenTelemetryObserver.SCOPE)
        .setInstrumentationVersion(OpenTelemetryObserver.SCOPE_VERSION)
        .build();
    this.duration = histogram(
        Names.MCP_DURATION,
        "How long a request to an MCP server took, from its sending to its answer");
  }

  private DoubleHistogram histogram(String name, String description) {
    return meter
        .histogramBuilder(name)
        .setDescription(description)
        .setUnit("s")
        .setExplicitBucketBoundariesAdvice(BOUNDARIES)
        .build();
  }

  /** Counts something that is no part of a run. */
  void took(String name, Duration took, Map<String, String> attributes) {
    AttributesBuilder all = Attributes.builder();
    attributes.forEach(all::put);
    others
        .computeIfAbsent(name, n -> histogram(n, DESCRIPTIONS.getOrDefault(n, "")))
        .record(took.toNanos() / 1e9, all.build(), Context.root());
  }

  /** Counts an observation that ended, if it was a request. */
  void ended(Facts facts, Context context) {
    if (facts.values().get(Names.MCP_DURATION) instanceof Double seconds) {
      duration.record(seconds, attributes(facts), context);
    }
  }

  private static Attributes attributes(Facts facts) {
    String method = facts.text(Names.MCP_METHOD.getKey());
    AttributesBuilder out = Attributes.builder()
        .put(Names.MCP_METHOD, method)
        .put(Names.TRANSPORT, facts.text(Names.TRANSPORT.getKey()));
    if (method.equals("tools/call")) {
      out.put(Names.TOOL_NAME, SpanNames.tool(facts));
    }
    String status = facts.text(Names.RPC_STATUS.getKey());
    if (!status.isEmpty()) {
      out.put(Names.RPC_STATUS, status);
    }
    if (facts.outcome().level() == Level.ERROR) {
      out.put(Names.ERROR_TYPE, SpanStatus.errorType(facts));
    }
    return out.build();
  }
}
