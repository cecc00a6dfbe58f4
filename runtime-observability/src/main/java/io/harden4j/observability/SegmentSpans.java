package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.Recording;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observability.internal.Timeline;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedRun;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the spans of one segment share, and how they are started. Thread-safe. */
final class SegmentSpans {
  private final Tracer tracer;
  private final OpenTelemetryObserver.Settings settings;
  private final ObservedRun run;
  private final Context earlier;
  private final Timeline timeline;
  private final Attributes identity;
  private final Set<String> usedIds = ConcurrentHashMap.newKeySet();

  SegmentSpans(Tracer tracer, OpenTelemetryObserver.Settings settings, ObservedRun run) {
    this.tracer = tracer;
    this.settings = settings;
    this.run = run;
    this.earlier = TraceParent.context(run.traceparent());
    this.timeline = Timeline.system();
    this.identity = Identity.of(run, settings.profile());
  }

  /** Returns the context the segment's root hangs under: an earlier segment's or the caller's span, or none. */
  Context earlier() {
    return earlier;
  }

  Profile profile() {
    return settings.profile();
  }

  CallMetrics metrics() {
    return settings.metrics();
  }

  long now() {
    return timeline.epochNanos();
  }

  Recording record(ObservationKind kind, String name) {
    return new Recording(kind, name, now(), settings.content());
  }

  Span start(Facts facts, Context parent) {
    SpanBuilder builder = tracer
        .spanBuilder(SpanNames.of(facts))
        .setParent(parent)
        .setSpanKind(SpanMapping.spanKind(facts))
        .setStartTimestamp(facts.start(), TimeUnit.NANOSECONDS)
        .setAllAttributes(identity);
    if (settings.profile() == Profile.LANGFUSE) {
      builder.setAttribute(Names.LF_TYPE, SpanMapping.type(facts));
    }
    if (facts.kind() == ObservationKind.RUN) {
      builder.setAllAttributes(Identity.ofRoot(run, settings.profile()));
    }
    if (facts.kind() == ObservationKind.RESUME) {
      linkToEarlier(builder);
    }
    return chosenId(facts)
        .map(id -> settings.ids().using(DeterministicIds.trace(run), id, builder::startSpan))
        .orElseGet(builder::startSpan);
  }

  private void linkToEarlier(SpanBuilder builder) {
    SpanContext interrupted = Span.fromContext(earlier).getSpanContext();
    if (interrupted.isValid()) {
      builder.addLink(interrupted);
    }
  }

  /** An id may be chosen once in a segment: two spans under one id would look like one. */
  private Optional<String> chosenId(Facts facts) {
    Optional<String> id = switch (facts.kind()) {
      case RUN -> Optional.of(DeterministicIds.root(run));
      case NODE -> DeterministicIds.node(run, facts);
      default -> Optional.empty();
    };
    return id.filter(usedIds::add);
  }
}
