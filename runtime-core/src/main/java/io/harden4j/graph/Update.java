package io.harden4j.graph;

import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node wants changed: writes to keys, and possibly where to go next. Immutable. */
public final class Update {
  private static final Update NONE = new Update(List.of(), List.of(), List.of());

  /**
   * A write to a key.
   *
   * @param key   the key
   * @param value value, element list or addend, as the key's kind wants it
   * @param label explicit label of an endorsed value, or null for the node's label
   */
  public record Write(
      StateKey<?> key, Object value, @Nullable Label label) {
    /** Refuses null. */
    @SuppressWarnings("ConstantValue") // callers without null checks pass it all the same
    public Write {
      if (value == null) {
        throw new IllegalArgumentException(
            "the value for state key '" + key.name()
                + "' is null; leave the key out of the update, or declare it with a type that says \"nothing\"");
      }
    }

    /** Leaves the value of a secret key out. */
    @Override
    public String toString() {
      boolean secret = key.sensitivity() == StateKey.Sensitivity.SECRET;
      return key + "=" + (secret ? "(secret)" : value);
    }
  }

  /**
   * Tasks to start for items.
   *
   * @param node  node that runs once for each item
   * @param items the items, each readable there with {@code ctx.input(...)}
   */
  public record Spawn(String node, List<?> items) {}

  private final List<Write> writes;
  private final List<String> goTo;
  private final List<Spawn> spawns;

  private Update(List<Write> writes, List<String> goTo, List<Spawn> spawns) {
    this.writes = writes;
    this.goTo = goTo;
    this.spawns = spawns;
  }

  /** Changes nothing and follows the graph's edges. */
  public static Update none() {
    return NONE;
  }

  /** Returns an update with one write. For a list key {@code value} holds what is added, for a counter what is added to it. */
  public static <T> Update of(StateKey<T> key, T value) {
    return new Update(List.of(new Write(key, kept(value), null)), List.of(), List.of());
  }

  /** Returns an update that adds one element to a list key. */
  public static <E> Update add(StateKey<List<E>> key, E element) {
    return of(key, List.of(element));
  }

  /** Returns an update that goes to a node instead of following the edges. The node must be declared with {@code n.goesTo(...)}. */
  public static Update goTo(String node) {
    return NONE.thenGoTo(node);
  }

  /** Returns an update that starts {@code node} once for each item, in parallel. The node must be declared with {@code n.goesTo(...)}. */
  public static Update fanOut(String node, List<?> items) {
    return NONE.thenFanOut(node, items);
  }

  /** Returns this update with one more write. */
  public <T> Update and(StateKey<T> key, T value) {
    return with(new Write(key, kept(value), null));
  }

  /** Returns this update with one more write, of a value that {@code ctx.endorse(...)} returned. */
  public <T> Update andEndorsed(StateKey<T> key, Labeled<T> endorsed) {
    return with(new Write(key, kept(endorsed.value()), endorsed.label()));
  }

  /** Returns this update with everything {@code other} wants, too. */
  public Update and(Update other) {
    if (other == NONE) {
      return this;
    }
    return this == NONE
        ? other
        : new Update(
            concat(writes, other.writes), concat(goTo, other.goTo), concat(spawns, other.spawns));
  }

  /** Returns this update, going to a node instead of following the edges. */
  public Update thenGoTo(String node) {
    return new Update(writes, concat(goTo, List.of(node)), spawns);
  }

  /** Returns this update, starting {@code node} once for each item. */
  public Update thenFanOut(String node, List<?> items) {
    return new Update(writes, goTo, concat(spawns, List.of(new Spawn(node, List.copyOf(items)))));
  }

  /** Copies collections: what a node changes afterwards is not part of its update. */
  private static Object kept(Object value) {
    if (value instanceof Map<?, ?> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
    if (value instanceof Set<?> set) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }
    return value instanceof List<?> list
        ? Collections.unmodifiableList(new ArrayList<>(list))
        : value;
  }

  private Update with(Write write) {
    return new Update(concat(writes, List.of(write)), goTo, spawns);
  }

  private static <T> List<T> concat(List<T> a, List<T> b) {
    if (a.isEmpty()) {
      return b;
    }
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  /** Returns this update without the writes that {@code leaveOut} accepts. */
  public Update without(java.util.function.Predicate<Write> leaveOut) {
    return new Update(writes.stream().filter(leaveOut.negate()).toList(), goTo, spawns);
  }

  /** Returns the writes, in order. */
  public List<Write> writes() {
    return writes;
  }

  /** Returns the nodes to go to; empty means: follow the edges. */
  public List<String> goTo() {
    return goTo;
  }

  /** Returns the fan-outs. */
  public List<Spawn> spawns() {
    return spawns;
  }

  /** Says whether it changes nothing and follows the edges. */
  public boolean isNone() {
    return writes.isEmpty() && goTo.isEmpty() && spawns.isEmpty();
  }
}
