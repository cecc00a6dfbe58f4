package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.Recording;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One span. It is started in OpenTelemetry when something first needs its id (a child, a header, its end), with the time at which it really began: until then
 * the facts that its id is made of arrive.
 */
final class SpanObservation implements Observation {
  private final SegmentSpans segment;
  private final Context parent;
  private final Recording recording;
  private @Nullable Span span;

  SpanObservation(SegmentSpans segment, Context parent, Recording recording) {
    this.segment = segment;
    this.parent = parent;
    this.recording = recording;
  }

  @Override
  public Observation child(ObservationKind kind, String name) {
    Span here = span();
    return here.isRecording() || here.getSpanContext().isSampled()
        ? new SpanObservation(segment, parent.with(here), segment.record(kind, name))
        : new UnsampledObservation(segment, traceparent()).child(kind, name);
  }

  @Override
  public Observation attribute(String key, Object value) {
    recording.put(key, value);
    return this;
  }

  @Override
  public Observation error(Throwable error) {
    recording.fail(error);
    return this;
  }

  @Override
  public void end() {
    recording.end(segment.now()).ifPresent(this::finish);
  }

  private void finish(Facts facts) {
    Span here = span();
    if (here.isRecording()) {
      here.updateName(SpanNames.of(facts));
      here.setAllAttributes(SpanMapping.attributes(facts, segment.profile()));
      SpanStatus.write(here, facts, segment.profile());
    }
    segment.metrics().ended(facts, parent.with(here));
    here.end(facts.end(), TimeUnit.NANOSECONDS);
  }

  @Override
  public String traceparent() {
    return TraceParent.of(span().getSpanContext());
  }

  private synchronized Span span() {
    if (span == null) {
      span = segment.start(recording.soFar(), parent);
    }
    return span;
  }
}
