package io.harden4j.observability;

import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;

/**
 * A part of a trace that is not sampled: keeps nothing, but hands the decision on. Calls are counted all the same.
 *
 * @param segment     what it is a part of
 * @param traceparent of the nearest span, with the sampled flag off
 */
record UnsampledObservation(SegmentSpans segment, String traceparent) implements Observation {
  @Override
  public Observation child(ObservationKind kind, String name) {
    return kind == ObservationKind.TOOL || kind == ObservationKind.ATTEMPT
        ? new UnsampledCall(this, segment.record(kind, name))
        : this;
  }

  @Override
  public Observation attribute(String key, Object value) {
    return this;
  }

  @Override
  public Observation error(Throwable error) {
    return this;
  }

  @Override
  public void end() {}

  @Override
  public boolean isRecording() {
    return false;
  }
}
