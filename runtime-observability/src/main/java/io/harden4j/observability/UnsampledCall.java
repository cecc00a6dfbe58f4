package io.harden4j.observability;

import io.harden4j.observability.internal.Recording;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.context.Context;

/** A call in a trace that is not sampled: no span, but the metric must not depend on the luck of the draw. */
final class UnsampledCall implements Observation {
  private final UnsampledObservation place;
  private final Recording recording;

  UnsampledCall(UnsampledObservation place, Recording recording) {
    this.place = place;
    this.recording = recording;
  }

  @Override
  public Observation child(ObservationKind kind, String name) {
    return place.child(kind, name);
  }

  @Override
  public Observation attribute(String key, Object value) {
    if (!key.equals(ObservedKeys.INPUT) && !key.equals(ObservedKeys.OUTPUT)) {
      recording.put(key, value);
    }
    return this;
  }

  @Override
  public Observation error(Throwable error) {
    recording.fail(error);
    return this;
  }

  @Override
  public void end() {
    recording
        .end(place.segment().now())
        .ifPresent(facts -> place.segment().metrics().ended(facts, Context.root()));
  }

  @Override
  public String traceparent() {
    return place.traceparent();
  }
}
