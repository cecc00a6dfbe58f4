package io.harden4j.run;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateMigration;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies a graph's declared migrations to what an older version stored. Concerns the root's keys and nodes. */
final class Migrator implements StateMigration.Target {
  private final CompiledGraph graph;
  private final PayloadVault vault;
  private final Map<String, String> keyNames = new LinkedHashMap<>();
  private final Map<String, String> nodeNames = new HashMap<>();
  private final List<TaskOutcome.Write> puts = new ArrayList<>();

  private Migrator(CompiledGraph graph, PayloadVault vault) {
    this.graph = graph;
    this.vault = vault;
  }

  /**
   * What comes of a migration.
   *
   * @param stored  as if the new version had stored it: nodes and keys under their new names
   * @param puts    values to write
   * @param effects journal entries under their new names, to be stored
   * @param aliases old names of tasks that have questions: their answers are found by them
   * @param moved   keys whose entries have to be written anew under their new name
   */
  record Migrated(
      StoredState stored,
      List<TaskOutcome.Write> puts,
      List<EffectRecord> effects,
      List<String> moved,
      Map<TaskKey, TaskKey> aliases) {}

  /** Applies every migration from the stored version up to the graph's. @throws GraphChangedException if one is missing */
  static Migrated migrate(StoredState stored, CompiledGraph graph, PayloadVault vault) {
    Migrator migrator = new Migrator(graph, vault);
    StateGraph target = graph.graph();
    stored
        .entries()
        .values()
        .forEach(
            chain -> migrator.keyNames.put(chain.get(0).name(), chain.get(0).name()));
    for (int from = stored.checkpoint().graph().version();
        from < target.version().version();
        from++) {
      StateMigration migration = target.migrations().get(from);
      if (migration == null) {
        throw new GraphChangedException(
            "thread '" + stored.checkpoint().ref().thread().threadId() + "' was paused in graph '"
                + target.name() + "' v"
                + stored.checkpoint().graph().version() + "; there is no migration from v" + from
                + " to v" + (from + 1)
                + ". Declare it with builder.migration(" + from + ", m -> ...)");
      }
      migration.apply(migrator);
    }
    return migrator.result(stored);
  }

  /** Returns what is stored, unchanged. */
  static Migrated none(StoredState stored) {
    return new Migrated(stored, List.of(), List.of(), List.of(), Map.of());
  }

  /** Returns the changes that write moved values whole under their new names. */
  static List<Reducer.Change> changes(Migrated migrated, LiveState state) {
    List<Reducer.Change> changes = new ArrayList<>();
    Space root = state.root();
    for (int i = 0; i < root.size(); i++) {
      Space.Slot slot = root.slot(i);
      if (slot != null && migrated.moved().contains(root.name(i))) {
        changes.add(new Reducer.Change("", i, slot.value(), null, slot.label()));
      }
    }
    return changes;
  }

  @Override
  public void renameKey(String oldName, String newName) {
    keyNames.replaceAll((stored, now) -> oldName.equals(now) ? newName : now);
  }

  @Override
  public void dropKey(String oldName) {
    keyNames.replaceAll((stored, now) -> oldName.equals(now) ? "" : now);
  }

  @Override
  public <T> void put(StateKey<T> key, T value) {
    puts.add(new TaskOutcome.Write(graph.graph().declared(key), value, Label.SYSTEM));
  }

  @Override
  public void renameNode(String oldName, String newName) {
    nodeNames.replaceAll((stored, now) -> oldName.equals(now) ? newName : now);
    nodeNames.putIfAbsent(oldName, newName);
  }

  private Migrated result(StoredState stored) {
    Map<String, List<KeyEntry>> entries = new HashMap<>();
    List<String> moved = new ArrayList<>();
    stored.entries().forEach((name, chain) -> {
      String now = keyNames.getOrDefault(name, name);
      if (now.equals(name)) {
        entries.put(name, chain);
      } else if (!now.isEmpty()) {
        entries.put(now, chain.stream().map(e -> renamed(stored, e, now)).toList());
        moved.add(now);
      }
    });
    List<EffectRecord> effects = new ArrayList<>();
    List<EffectRecord> own = new ArrayList<>();
    for (EffectRecord effect : stored.effects()) {
      EffectRecord now = renamed(effect);
      own.add(now);
      if (!now.key().equals(effect.key())) {
        effects.add(now);
      }
    }
    List<TaskRecord> tasks = stored.tasks().stream().map(this::renamed).toList();
    Map<TaskKey, TaskKey> aliases = new HashMap<>();
    stored.questions().forEach(q -> aliases.put(renamed(q.task()), q.task()));
    return new Migrated(
        new StoredState(checkpoint(stored), entries, tasks, stored.questions(), own),
        puts,
        effects,
        moved,
        aliases);
  }

  private KeyEntry renamed(StoredState stored, KeyEntry entry, String now) {
    var thread = stored.checkpoint().ref().thread();
    Payload moved = Raw.move(
        vault,
        entry.data(),
        new PayloadAddress.Key(
            thread, SlotWriter.ANY_BRANCH, entry.ns(), entry.key(), entry.version()),
        new PayloadAddress.Key(thread, SlotWriter.ANY_BRANCH, entry.ns(), now, entry.version()));
    return new KeyEntry(entry.ns(), now, entry.version(), entry.kind(), moved);
  }

  private Checkpoint checkpoint(StoredState stored) {
    Checkpoint c = stored.checkpoint();
    List<PlannedTask> frontier = c.frontier().stream().map(t -> renamed(c, t)).toList();
    List<BarrierState> barriers = c.barriers().stream().map(b -> renamed(c, b)).toList();
    return new Checkpoint(
        c.ref(),
        c.parent(),
        c.run(),
        c.segment(),
        c.cause(),
        c.step(),
        c.epoch(),
        graph.graph().version(),
        c.versions(),
        c.planned(),
        frontier,
        barriers,
        c.status(),
        c.spent(),
        c.traceparent(),
        c.tags(),
        c.at());
  }

  private BarrierState renamed(Checkpoint c, BarrierState barrier) {
    if (!barrier.ns().isEmpty()) {
      return barrier;
    }
    String target = nodeNames.getOrDefault(barrier.target(), barrier.target());
    Set<String> arrived = barrier.arrived().stream()
        .map(a -> nodeNames.getOrDefault(a, a))
        .collect(Collectors.toSet());
    return new BarrierState(
        barrier.ns(),
        target,
        arrived,
        moved(
            barrier.control(),
            Recorder.barrierAddress(c.ref(), barrier.ns(), barrier.target()),
            Recorder.barrierAddress(c.ref(), barrier.ns(), target)));
  }

  /** Moves what a finished task recorded to its new name, and what it wrote to the new names of its keys. */
  private TaskRecord renamed(TaskRecord record) {
    TaskKey now = renamed(record.key());
    boolean rekeyed = record.writes().stream().anyMatch(w -> !keyName(w.key()).equals(w.key()));
    if (now.equals(record.key()) && !rekeyed) {
      return record;
    }
    List<KeyEntry> writes = new ArrayList<>();
    for (int i = 0; i < record.writes().size(); i++) {
      KeyEntry w = record.writes().get(i);
      String name = keyName(w.key());
      if (!name.isEmpty()) {
        Payload data = Raw.move(
            vault,
            w.data(),
            PayloadAddress.ofWrite(record.key(), w.key(), i),
            PayloadAddress.ofWrite(now, name, writes.size()));
        writes.add(new KeyEntry(w.ns(), name, w.version(), w.kind(), data));
      }
    }
    List<PlannedTask> spawned =
        record.spawned().stream().map(t -> renamed(record.key(), now, t)).toList();
    return new TaskRecord(
        now,
        record.attempt(),
        record.state(),
        writes,
        spawned,
        record.asks(),
        record.failure(),
        record.at());
  }

  private String keyName(String stored) {
    return keyNames.getOrDefault(stored, stored);
  }

  private PlannedTask renamed(TaskKey before, TaskKey now, PlannedTask spawned) {
    int index = spawned.id().visit();
    return new PlannedTask(
        renamed(spawned.id()),
        moved(
            spawned.input(),
            PayloadAddress.ofSpawnedInput(before, index),
            PayloadAddress.ofSpawnedInput(now, index)),
        moved(
            spawned.control(),
            PayloadAddress.ofSpawnedControl(before, index),
            PayloadAddress.ofSpawnedControl(now, index)));
  }

  private TaskKey renamed(TaskKey key) {
    return new TaskKey(key.thread(), key.branch(), renamed(key.task()), key.epoch());
  }

  private TaskId renamed(TaskId id) {
    String now = id.ns().isEmpty() ? nodeNames.getOrDefault(id.node(), id.node()) : id.node();
    return now.equals(id.node()) ? id : new TaskId(id.ns(), now, id.ordinal(), id.visit());
  }

  private PlannedTask renamed(Checkpoint c, PlannedTask task) {
    TaskId now = renamed(task.id());
    if (now.equals(task.id())) {
      return task;
    }
    return new PlannedTask(
        now,
        moved(
            task.input(),
            Recorder.inputAddress(c.ref(), task.id()),
            Recorder.inputAddress(c.ref(), now)),
        moved(
            task.control(),
            Recorder.controlAddress(c.ref(), task.id()),
            Recorder.controlAddress(c.ref(), now)));
  }

  private @Nullable Payload moved(
      @Nullable Payload payload, PayloadAddress from, PayloadAddress to) {
    return payload == null ? null : Raw.move(vault, payload, from, to);
  }

  private EffectRecord renamed(EffectRecord effect) {
    EffectKey old = effect.key();
    TaskId now = renamed(old.task().task());
    if (now.equals(old.task().task())) {
      return effect;
    }
    TaskKey task =
        new TaskKey(old.task().thread(), old.task().branch(), now, old.task().epoch());
    EffectKey key = new EffectKey(task, old.name(), old.digest(), old.occurrence());
    return new EffectRecord(
        key,
        effect.consequential(),
        effect.idempotencyKey(),
        effect.state(),
        moved(
            effect.request(),
            new PayloadAddress.EffectRequest(old),
            new PayloadAddress.EffectRequest(key)),
        moved(
            effect.result(),
            new PayloadAddress.EffectResult(old),
            new PayloadAddress.EffectResult(key)));
  }
}
