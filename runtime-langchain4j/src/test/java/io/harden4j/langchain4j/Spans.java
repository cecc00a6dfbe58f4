package io.harden4j.langchain4j;

import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all observations. */
final class Spans implements Observer {
  final List<Span> all = new CopyOnWriteArrayList<>();

  @Override
  public Observation start(ObservedRun run) {
    return new Span(ObservationKind.RUN, "run");
  }

  List<Span> of(ObservationKind kind) {
    return all.stream().filter(s -> s.kind == kind).toList();
  }

  final class Span implements Observation {
    final ObservationKind kind;
    final String name;
    final List<Span> children = new CopyOnWriteArrayList<>();
    final Map<String, Object> attributes = new ConcurrentHashMap<>();

    Span(ObservationKind kind, String name) {
      this.kind = kind;
      this.name = name;
      all.add(this);
    }

    List<String> childrenOf(ObservationKind wanted) {
      return children.stream().filter(c -> c.kind == wanted).map(c -> c.name).toList();
    }

    @Override
    public Observation child(ObservationKind childKind, String childName) {
      Span child = new Span(childKind, childName);
      children.add(child);
      return child;
    }

    @Override
    public Observation attribute(String key, Object value) {
      attributes.put(key, value);
      return this;
    }

    @Override
    public Observation error(Throwable error) {
      return this;
    }

    @Override
    public void end() {}

    @Override
    public String traceparent() {
      return "";
    }
  }
}
