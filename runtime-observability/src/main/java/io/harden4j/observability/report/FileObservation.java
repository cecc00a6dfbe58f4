package io.harden4j.observability.report;

import io.harden4j.observability.internal.Recording;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import java.util.concurrent.atomic.AtomicBoolean;

/** One observation that becomes a line of a trace file. */
final class FileObservation implements Observation {
  private final TraceLines lines;
  private final String id;
  private final String parent;
  private final Recording recording;
  private final AtomicBoolean announced;

  FileObservation(TraceLines lines, String parent, ObservationKind kind, String name) {
    this.lines = lines;
    this.id = lines.newId();
    this.parent = parent;
    this.recording = lines.record(kind, name);
    this.announced = new AtomicBoolean(kind != ObservationKind.NODE);
    if (kind == ObservationKind.RUN) {
      lines.started(id, parent, recording.soFar());
    }
  }

  @Override
  public Observation child(ObservationKind kind, String name) {
    announce();
    return new FileObservation(lines, id, kind, name);
  }

  /** A node's start is told once its first child begins: by then its facts are there. */
  private void announce() {
    if (announced.compareAndSet(false, true)) {
      lines.started(id, parent, recording.soFar());
    }
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
    recording.end(lines.now()).ifPresent(facts -> lines.ended(id, parent, facts));
  }

  @Override
  public String traceparent() {
    return "";
  }
}
