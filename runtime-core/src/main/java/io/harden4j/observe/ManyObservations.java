package io.harden4j.observe;

import java.util.List;

/** Tells several observations the same. The first one that has a trace context hands it on. */
record ManyObservations(List<Observation> parts) implements Observation {
  @Override
  public Observation child(ObservationKind kind, String name) {
    return new ManyObservations(parts.stream().map(p -> p.child(kind, name)).toList());
  }

  @Override
  public Observation attribute(String key, Object value) {
    parts.forEach(p -> p.attribute(key, value));
    return this;
  }

  @Override
  public Observation error(Throwable error) {
    parts.forEach(p -> p.error(error));
    return this;
  }

  @Override
  public void end() {
    parts.forEach(Observation::end);
  }

  @Override
  public String traceparent() {
    return parts.stream()
        .map(Observation::traceparent)
        .filter(t -> !t.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Override
  public boolean isRecording() {
    return parts.stream().anyMatch(Observation::isRecording);
  }
}
