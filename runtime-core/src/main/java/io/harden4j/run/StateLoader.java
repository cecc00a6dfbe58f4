package io.harden4j.run;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes live state of what a store returns. */
final class StateLoader {
  private final CompiledGraph graph;
  private final PayloadVault vault;
  private final TaskRecords records;
  private final ThreadKey thread;

  StateLoader(CompiledGraph graph, PayloadVault vault, ThreadKey thread) {
    this.graph = graph;
    this.vault = vault;
    this.records = new TaskRecords(vault);
    this.thread = thread;
  }

  LiveState load(StoredState stored) {
    Checkpoint c = stored.checkpoint();
    Map<String, Space> spaces = spaces(stored);
    List<LiveTask> frontier = new ArrayList<>();
    for (PlannedTask planned : c.frontier()) {
      Payload item = planned.input();
      TaskInput input = item == null
          ? null
          : new TaskInput(null, Recorder.inputAddress(c.ref(), planned.id()), item);
      LiveTask task = new LiveTask(
          planned.id(),
          graph.at(planned.id().ns()).node(planned.id().node()),
          input,
          records.readControl(Recorder.controlAddress(c.ref(), planned.id()), planned.control()));
      frontier.add(task);
      spaces.computeIfAbsent(planned.id().ns(), ns -> Space.empty(graph.at(ns), ns));
      if (task.isSubgraph()) {
        spaces.computeIfAbsent(task.innerNs(), ns -> Space.empty(graph.at(ns), ns));
      }
    }
    List<LiveState.Barrier> barriers = new ArrayList<>();
    for (BarrierState b : c.barriers()) {
      Label control =
          records.readControl(Recorder.barrierAddress(c.ref(), b.ns(), b.target()), b.control());
      barriers.add(new LiveState.Barrier(b.ns(), b.target(), b.arrived(), control));
    }
    return new LiveState(spaces, List.copyOf(frontier), barriers, c.planned());
  }

  private Map<String, Space> spaces(StoredState stored) {
    Map<String, Space.@Nullable Slot[]> slots = new HashMap<>();
    slots.put("", new Space.Slot[graph.size()]);
    for (List<KeyEntry> chain : stored.entries().values()) {
      KeyEntry last = chain.get(chain.size() - 1);
      CompiledGraph at = graph.at(last.ns());
      Integer slot = at.slotOf(last.key());
      if (slot == null) {
        throw new GraphChangedException("thread '" + thread.threadId()
            + "' has a value of the state key '" + last.key() + "', which graph '" + at.graph()
            + "' does not declare; declare it, or add a migration that drops it");
      }
      slots.computeIfAbsent(last.ns(), ns -> new Space.Slot[at.size()])[slot] =
          fold(at.key(slot), chain);
    }
    Map<String, Space> spaces = new HashMap<>();
    slots.forEach((ns, values) -> spaces.put(ns, Space.empty(graph.at(ns), ns).with(values)));
    return spaces;
  }

  private <T> Space.Slot fold(StateKey<T> key, List<KeyEntry> chain) {
    T value = null;
    Label label = Label.SYSTEM;
    long deltaBytes = 0;
    long snapshotBytes = 0;
    for (KeyEntry entry : chain) {
      Labeled<T> part = open(key, entry);
      boolean snapshot = entry.kind() == KeyEntry.Kind.SNAPSHOT;
      value = snapshot ? part.value() : key.reduce(value, part.value());
      label = snapshot ? part.label() : label.join(part.label());
      snapshotBytes = snapshot ? entry.data().bytes().length : snapshotBytes;
      deltaBytes = snapshot ? 0 : deltaBytes + entry.data().bytes().length;
    }
    KeyEntry last = chain.get(chain.size() - 1);
    if (value == null) {
      throw new CorruptCheckpointException(
          "the chain of key '" + key.name() + "' of thread '" + thread.threadId() + "' is empty",
          null);
    }
    return new Space.Slot(
        value, label, last.version(), chain.size() - 1, deltaBytes, snapshotBytes);
  }

  private <T> Labeled<T> open(StateKey<T> key, KeyEntry entry) {
    try {
      return vault.open(
          new PayloadAddress.Key(
              thread, SlotWriter.ANY_BRANCH, entry.ns(), entry.key(), entry.version()),
          key.codec(),
          entry.data());
    } catch (CodecException e) {
      throw new CodecException(
          "state key '" + entry.name() + "' of thread '" + thread.threadId() + "': "
              + e.getMessage(),
          e);
    }
  }
}
