package io.harden4j.graph;

import io.harden4j.label.Label;
import java.util.Optional;

/** Read access to the state at one point. Immutable behind the scenes: what is read does not change. Thread-safe. */
public interface StateView {
  /**
   * Returns the value of a key, or its default.
   *
   * @throws MissingValueException if nothing was written and the key has no default
   * @throws UndeclaredKeyException if the graph does not declare the key
   */
  <T> T get(StateKey<T> key);

  /** Returns the value of a key, or its default, or empty. */
  <T> Optional<T> find(StateKey<T> key);

  /** Returns the label of a key's value; {@link Label#SYSTEM} while nothing was written. */
  Label label(StateKey<?> key);

  /**
   * Returns the state as a record whose component names are names of keys: for people who like one type. A component of type {@code Optional} reads
   * empty where there is no value.
   *
   * @throws UndeclaredKeyException if a component names no key of the graph
   */
  <R extends Record> R as(Class<R> type);
}
