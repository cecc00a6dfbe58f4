package io.harden4j.run;

import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.graph.MissingValueException;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateView;
import io.harden4j.label.Label;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one namespace at one point. Immutable. */
final class Space implements StateView {
  private final CompiledGraph graph;
  private final String ns;
  private final @Nullable Slot[] slots;

  /**
   * What a key holds.
   *
   * @param value         the value
   * @param label         its label
   * @param version       its version in the store, 0 while nothing is stored
   * @param deltas        deltas since the last snapshot
   * @param deltaBytes    their bytes
   * @param snapshotBytes bytes of that snapshot
   */
  record Slot(
      Object value, Label label, long version, int deltas, long deltaBytes, long snapshotBytes) {}

  private Space(CompiledGraph graph, String ns, @Nullable Slot[] slots) {
    this.graph = graph;
    this.ns = ns;
    this.slots = slots;
  }

  static Space empty(CompiledGraph graph, String ns) {
    return new Space(graph, ns, new Slot[graph.size()]);
  }

  CompiledGraph graph() {
    return graph;
  }

  String ns() {
    return ns;
  }

  @Nullable
  Slot slot(int index) {
    return slots[index];
  }

  int size() {
    return slots.length;
  }

  String name(int index) {
    return KeyEntry.name(ns, graph.key(index).name());
  }

  /** Returns this space with some slots replaced; null entries of {@code changes} stay as they are. */
  Space with(@Nullable Slot[] changes) {
    @Nullable Slot[] next = slots.clone();
    for (int i = 0; i < next.length; i++) {
      if (changes[i] != null) {
        next[i] = changes[i];
      }
    }
    return new Space(graph, ns, next);
  }

  /** Returns this space without the values of keys that start afresh with each run. */
  Space forNewRun() {
    @Nullable Slot[] next = slots.clone();
    for (int i = 0; i < next.length; i++) {
      if (graph.key(i).isPerRun()) {
        next[i] = null;
      }
    }
    return new Space(graph, ns, next);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(StateKey<T> key) {
    Slot slot = slots[graph.slot(key)];
    return slot != null
        ? Optional.of((T) slot.value)
        : graph.graph().declared(key).initial();
  }

  @Override
  public <T> T get(StateKey<T> key) {
    return find(key).orElseThrow(() -> new MissingValueException(key.name()));
  }

  @Override
  public Label label(StateKey<?> key) {
    Slot slot = slots[graph.slot(key)];
    return slot == null ? Label.SYSTEM : slot.label;
  }

  @Override
  public <R extends Record> R as(Class<R> type) {
    return RecordViews.read(type, graph, this);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < slots.length; i++) {
      Slot slot = slots[i];
      if (slot != null && graph.graph().key(graph.key(i).name()) != null) {
        boolean secret = graph.key(i).sensitivity() == StateKey.Sensitivity.SECRET;
        out.append(out.length() > 1 ? ", " : "")
            .append(graph.key(i))
            .append('=')
            .append(secret ? "(secret)" : slot.value);
      }
    }
    return out.append('}').toString();
  }
}
