package io.harden4j.run;

import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateView;
import io.harden4j.label.Label;
import java.util.Optional;

/** Joins the labels of all that is read: what a route read becomes the control label of what it chose. */
final class TrackingView implements StateView {
  private final Space space;
  private Label read;

  TrackingView(Space space, Label start) {
    this.space = space;
    this.read = start;
  }

  Label label() {
    return read;
  }

  @Override
  public <T> T get(StateKey<T> key) {
    read = read.join(space.label(key));
    return space.get(key);
  }

  @Override
  public <T> Optional<T> find(StateKey<T> key) {
    read = read.join(space.label(key));
    return space.find(key);
  }

  @Override
  public Label label(StateKey<?> key) {
    return space.label(key);
  }

  @Override
  public <R extends Record> R as(Class<R> type) {
    return RecordViews.read(type, space.graph(), this);
  }
}
