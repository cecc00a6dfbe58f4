package io.harden4j.run;

import io.harden4j.graph.ConflictingUpdateException;
import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies the writes of a step, in task order. The result does not depend on timing. */
final class Reducer {
  /**
   * A key that a step changed.
   *
   * @param ns    namespace
   * @param slot  slot in its space
   * @param value new value
   * @param added what was added, for keys that store deltas; else null
   * @param label new label
   */
  record Change(String ns, int slot, Object value, @Nullable Object added, Label label) {
    /** Returns this change with another label joined. */
    Change under(Label chosenBy) {
      return new Change(ns, slot, value, added, label.join(chosenBy));
    }
  }

  private final LiveState before;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Map<String, String> plainWriters = new HashMap<>();

  private Reducer(LiveState before) {
    this.before = before;
  }

  /** Returns the changes, in order of first write. @throws ConflictingUpdateException if two tasks wrote one plain key */
  static List<Change> reduce(LiveState before, List<TaskOutcome> outcomes) {
    boolean none = true;
    for (TaskOutcome outcome : outcomes) {
      none &= outcome.writes().isEmpty();
    }
    if (none) {
      return List.of();
    }
    Reducer reducer = new Reducer(before);
    for (TaskOutcome outcome : outcomes) {
      outcome
          .writes()
          .forEach(
              w -> reducer.apply(outcome.task().id().ns(), outcome.task().id().toString(), w));
    }
    return new ArrayList<>(reducer.changes.values());
  }

  /** Returns the changes of writes from outside: input and hand edits. */
  static List<Change> reduce(LiveState before, String writer, List<TaskOutcome.Write> writes) {
    Reducer reducer = new Reducer(before);
    writes.forEach(w -> reducer.apply("", writer, w));
    return new ArrayList<>(reducer.changes.values());
  }

  @SuppressWarnings("unchecked")
  private <T> void apply(String ns, String writer, TaskOutcome.Write write) {
    Space space = before.space(ns);
    StateKey<T> key = (StateKey<T>) write.key();
    int slot = space.graph().slot(key);
    String name = ns + "\u001f" + slot;
    Change earlier = changes.get(name);
    if (!key.takesManyWriters()) {
      String first = plainWriters.putIfAbsent(name, writer);
      if (first != null && !first.equals(writer)) {
        throw new ConflictingUpdateException(key.name(), first, writer);
      }
    }
    Space.Slot current = space.slot(slot);
    T start = earlier != null ? (T) earlier.value : current == null ? null : (T) current.value();
    Label before =
        earlier != null ? earlier.label : current == null ? Label.SYSTEM : current.label();
    T value = key.reduce(start, (T) write.value());
    Label label = key.takesManyWriters() ? before.join(write.label()) : write.label();
    changes.put(name, new Change(ns, slot, value, added(key, earlier, write), label));
  }

  private static @Nullable Object added(
      StateKey<?> key, @Nullable Change earlier, TaskOutcome.Write write) {
    if (!key.storesDeltas()) {
      return null;
    }
    if (earlier == null || earlier.added == null) {
      return write.value();
    }
    List<Object> all = new ArrayList<>((List<?>) earlier.added);
    all.addAll((List<?>) write.value());
    return List.copyOf(all);
  }
}
