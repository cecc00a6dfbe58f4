package io.harden4j.graph;

import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A typed name of a part of the state: how it is merged, encoded and protected. Immutable; two keys are the same if their names are, and a graph
 * refuses two different declarations of one name.
 *
 * @param <T> type of the value
 */
public final class StateKey<T> {
  /** How writes to a key meet. */
  public enum Kind {
    /** One writer in a step; the last step wins. */
    VALUE,
    /** Writes are appended; stored as deltas. */
    LIST,
    /** Writes are appended, or replace the message with their id; stored as deltas. */
    MESSAGES,
    /** Writes are merged by a function. */
    REDUCING,
    /** Writes are added. */
    COUNTER
  }

  /** What may be done with the value outside the run. */
  public enum Sensitivity {
    /** Shown in traces if content capture is on. */
    NORMAL,
    /** Never put into a trace, an event or a log; sealed by the cipher where one is configured. */
    SECRET
  }

  private final String name;
  private final Kind kind;
  private final StateCodec<T> codec;
  private final @Nullable BinaryOperator<T> reducer;
  private final @Nullable T initial;
  private final Sensitivity sensitivity;
  private final boolean perRun;

  private StateKey(
      String name,
      Kind kind,
      StateCodec<T> codec,
      @Nullable BinaryOperator<T> reducer,
      @Nullable T initial,
      Sensitivity sensitivity,
      boolean perRun) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a state key needs a name");
    }
    this.name = name;
    this.kind = kind;
    this.codec = codec;
    this.reducer = reducer;
    this.initial = initial;
    this.sensitivity = sensitivity;
    this.perRun = perRun;
  }

  private static <T> StateKey<T> make(
      String name,
      Kind kind,
      StateCodec<T> codec,
      @Nullable BinaryOperator<T> reducer,
      @Nullable T initial) {
    return new StateKey<>(name, kind, codec, reducer, initial, Sensitivity.NORMAL, false);
  }

  /** Returns a plain value: no default, one writer in a step, encoded as JSON. */
  public static <T> StateKey<T> of(String name, Class<T> type) {
    return make(name, Kind.VALUE, JsonCodec.of(type), null, null);
  }

  /** Returns a plain value with a codec of its own. */
  public static <T> StateKey<T> of(String name, StateCodec<T> codec) {
    return make(name, Kind.VALUE, codec, null, null);
  }

  /** Returns a plain map value from text to a type. */
  public static <V> StateKey<Map<String, V>> map(String name, Class<V> value) {
    return make(name, Kind.VALUE, JsonCodec.mapOf(value), null, null);
  }

  /** Returns a list that writes append to, stored as deltas; empty at first. */
  public static <E> StateKey<List<E>> list(String name, Class<E> element) {
    return make(name, Kind.LIST, JsonCodec.listOf(element), StateKey::append, List.of());
  }

  /** Returns a value whose writes are merged by {@code reducer}, which must be associative; writes of one step are merged in task order. */
  public static <T> StateKey<T> reducing(
      String name, Class<T> type, T initial, BinaryOperator<T> reducer) {
    return make(name, Kind.REDUCING, JsonCodec.of(type), reducer, initial);
  }

  /** Returns a counter that writes are added to; 0 at first. */
  public static StateKey<Long> counter(String name) {
    return make(name, Kind.COUNTER, JsonCodec.of(Long.class), Long::sum, 0L);
  }

  /** Returns a conversation: writes are appended, or replace the message with their id; empty at first. */
  public static StateKey<List<Message>> messages(String name) {
    return make(name, Kind.MESSAGES, new MessagesCodec(), Message::merge, List.of());
  }

  private static <E> List<E> append(List<E> before, List<E> added) {
    if (before.isEmpty()) {
      return List.copyOf(added);
    }
    List<E> all = new ArrayList<>(before.size() + added.size());
    all.addAll(before);
    all.addAll(added);
    return java.util.Collections.unmodifiableList(all);
  }

  /** Returns this key with a default that reads give while nothing was written. */
  public StateKey<T> orElse(T value) {
    return new StateKey<>(name, kind, codec, reducer, value, sensitivity, perRun);
  }

  /** Returns this key with another codec. */
  public StateKey<T> codec(StateCodec<T> other) {
    return new StateKey<>(name, kind, other, reducer, initial, sensitivity, perRun);
  }

  /** Returns this key as a secret: never traced, logged or emitted. */
  public StateKey<T> secret() {
    return new StateKey<>(name, kind, codec, reducer, initial, Sensitivity.SECRET, perRun);
  }

  /** Returns this key as one that starts afresh with each run of the thread. */
  public StateKey<T> perRun() {
    return new StateKey<>(name, kind, codec, reducer, initial, sensitivity, true);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns how writes meet. */
  public Kind kind() {
    return kind;
  }

  /** Returns the codec. */
  public StateCodec<T> codec() {
    return codec;
  }

  /** Returns what reads give while nothing was written. */
  public Optional<T> initial() {
    return Optional.ofNullable(initial);
  }

  /** Returns what may be done with the value. */
  public Sensitivity sensitivity() {
    return sensitivity;
  }

  /** Says whether it starts afresh with each run. */
  public boolean isPerRun() {
    return perRun;
  }

  /** Says whether a checkpoint stores only what it adds. */
  public boolean storesDeltas() {
    return kind == Kind.LIST || kind == Kind.MESSAGES;
  }

  /** Says whether two tasks of one step may both write it. */
  public boolean takesManyWriters() {
    return reducer != null;
  }

  /** Returns what becomes of {@code before} (null: nothing yet) by this write. */
  public T reduce(@Nullable T before, T write) {
    if (reducer == null) {
      return write;
    }
    T start = before != null ? before : initial;
    return start == null ? write : reducer.apply(start, write);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateKey<?> k && name.equals(k.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
