package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Goes back to an old state on its branch, or takes a state to another thread. What was recorded stays. */
final class TimeTravel {
  private final Parts parts;

  TimeTravel(Parts parts) {
    this.parts = parts;
  }

  /** Commits the state of {@code old} as the new head of its branch, with a new epoch. */
  CheckpointRef rollback(Lease lease, StoredState head, StoredState old, Principal who) {
    Checkpoint now = head.checkpoint();
    ThreadKey thread = now.ref().thread();
    CompiledGraph graph = sameGraph(now, old.checkpoint());
    LiveState from = new StateLoader(graph, parts.vault(), thread).load(head);
    LiveState to = new StateLoader(graph, parts.vault(), thread).load(old);
    SlotWriter writer = new SlotWriter(parts.vault(), thread);
    LiveState state = back(from, to, writer);
    Recorder recorder = new Recorder(
        parts.store(),
        parts.vault(),
        new Recorder.Header(
            old.checkpoint().run(),
            now.segment(),
            now.epoch() + 1,
            graph.graph().version(),
            now.traceparent(),
            Subjects.tags(now, parts.store(), null)),
        lease,
        now.ref(),
        now.versions());
    recorder.commit(new Recorder.Commit(
        Cause.EDIT,
        stopped(old.checkpoint().status()),
        old.checkpoint().step(),
        state,
        writer.entries(),
        List.of(),
        List.of(),
        open(head),
        tasks(now),
        now.spent(),
        Map.of("by", who.id(), "rollback", String.valueOf(old.checkpoint().ref().seq())),
        parts.clock().instant()));
    return recorder.head();
  }

  /** A human went back, so a human goes on: nothing starts by itself. */
  private static RunStatus stopped(RunStatus old) {
    return old == RunStatus.RUNNING ? RunStatus.CANCELLED : old;
  }

  private CompiledGraph sameGraph(Checkpoint now, Checkpoint old) {
    CompiledGraph graph =
        Evolutions.graphFor(parts.graphs(), now.graph(), now.ref().thread());
    if (!old.graph().equals(graph.graph().version()) || !now.graph().equals(old.graph())) {
      throw new GraphChangedException("checkpoint " + old.ref().seq() + " of thread '"
          + now.ref().thread().threadId() + "' was made by graph '"
          + old.graph().name() + "' v"
          + old.graph().version() + " and its head by v" + now.graph().version()
          + ", registered is v"
          + graph.graph().version().version()
          + "; a rollback does not migrate: fork from the checkpoint and resume the branch");
    }
    return graph;
  }

  /** Returns the old state, written over the present one where they differ. */
  private static LiveState back(LiveState now, LiveState old, SlotWriter writer) {
    Map<String, Space> spaces = new HashMap<>();
    List<Reducer.Change> changes = new ArrayList<>();
    old.spaces().forEach((ns, space) -> {
      Space there = now.spaces().get(ns);
      Space.@Nullable Slot[] kept = new Space.Slot[space.size()];
      for (int i = 0; i < space.size(); i++) {
        Space.Slot then = space.slot(i);
        Space.Slot current = there == null ? null : there.slot(i);
        kept[i] = then == null ? null : current;
        boolean same = then != null
            && current != null
            && then.value().equals(current.value())
            && then.label().equals(current.label());
        if (then != null && !same) {
          changes.add(new Reducer.Change(ns, i, then.value(), null, then.label()));
        }
      }
      spaces.put(ns, Space.empty(space.graph(), ns).with(kept));
    });
    return new LiveState(
        writer.apply(spaces, changes),
        old.frontier(),
        old.barriers(),
        Math.max(now.planned(), old.planned()));
  }

  private List<QuestionId> open(StoredState head) {
    Instant now = parts.clock().instant();
    return head.questions().stream()
        .filter(q -> q.isOpen(now))
        .map(Question::id)
        .toList();
  }

  private static List<TaskId> tasks(Checkpoint c) {
    return c.frontier().stream().map(PlannedTask::id).toList();
  }

  /** Commits the state of {@code from} as the first checkpoint of another thread, with what its tasks have recorded. */
  CheckpointRef copy(Lease lease, StoredState from, Principal who) {
    ThreadKey target = lease.thread();
    CheckpointRef none = CheckpointRef.none(target, CheckpointRef.MAIN);
    if (parts.store().head(target, CheckpointRef.MAIN).isPresent()) {
      throw new CheckpointStoreException("thread '" + target.threadId()
          + "' exists; copy to an id that is not in use, or delete it first");
    }
    Checkpoint c = from.checkpoint();
    ThreadKey source = c.ref().thread();
    CompiledGraph graph = Evolutions.graphFor(parts.graphs(), c.graph(), source);
    if (!graph.graph().version().equals(c.graph())) {
      throw new GraphChangedException("thread '" + source.threadId()
          + "' was paused in an older version of graph '" + graph.graph()
          + "'; resume it once to migrate it, then copy it");
    }
    LiveState loaded = new StateLoader(graph, parts.vault(), source).load(from);
    SlotWriter writer = new SlotWriter(parts.vault(), target);
    LiveState state = anew(loaded, writer);
    Recorder recorder = new Recorder(
        parts.store(),
        parts.vault(),
        new Recorder.Header(
            c.run(),
            c.segment(),
            c.epoch(),
            graph.graph().version(),
            c.traceparent(),
            Subjects.tags(c, parts.store(), null)),
        lease,
        none,
        Map.of());
    Moved moved = new Moved(target);
    from.effects().forEach(e -> moved.write(recorder, e));
    recorder.commit(new Recorder.Commit(
        Cause.FORK,
        c.status() == RunStatus.COMPLETED ? RunStatus.COMPLETED : RunStatus.RUNNING,
        c.step(),
        state,
        writer.entries(),
        from.tasks().stream()
            .filter(t -> t.state() == TaskState.SUCCEEDED)
            .map(moved::task)
            .toList(),
        List.of(),
        List.of(),
        List.of(),
        c.spent(),
        Map.of("by", who.id(), "copied", source.threadId()),
        parts.clock().instant()));
    return recorder.head();
  }

  private static LiveState anew(LiveState loaded, SlotWriter writer) {
    Map<String, Space> empty = new HashMap<>();
    List<Reducer.Change> changes = new ArrayList<>();
    loaded.spaces().forEach((ns, space) -> {
      empty.put(ns, Space.empty(space.graph(), ns));
      for (int i = 0; i < space.size(); i++) {
        Space.Slot slot = space.slot(i);
        if (slot != null) {
          changes.add(new Reducer.Change(ns, i, slot.value(), null, slot.label()));
        }
      }
    });
    return new LiveState(
        writer.apply(empty, changes), loaded.frontier(), loaded.barriers(), loaded.planned());
  }

  /** Records of tasks under another thread: each payload is opened and sealed for its new place. */
  private final class Moved {
    private final ThreadKey to;

    Moved(ThreadKey to) {
      this.to = to;
    }

    private TaskKey key(TaskKey k) {
      return new TaskKey(to, CheckpointRef.MAIN, k.task(), k.epoch());
    }

    void write(Recorder recorder, EffectRecord effect) {
      EffectKey old = effect.key();
      EffectKey now = new EffectKey(key(old.task()), old.name(), old.digest(), old.occurrence());
      EffectRecord moved = new EffectRecord(
          now,
          effect.consequential(),
          effect.idempotencyKey(),
          effect.state(),
          moved(
              effect.request(),
              new PayloadAddress.EffectRequest(old),
              new PayloadAddress.EffectRequest(now)),
          moved(
              effect.result(),
              new PayloadAddress.EffectResult(old),
              new PayloadAddress.EffectResult(now)));
      if (moved.state() == EffectState.INTENT) {
        recorder.begin(moved, null);
      } else {
        recorder.end(moved);
      }
    }

    TaskRecord task(TaskRecord record) {
      TaskKey now = key(record.key());
      List<io.harden4j.checkpoint.KeyEntry> writes = new ArrayList<>();
      for (io.harden4j.checkpoint.KeyEntry w : record.writes()) {
        String part = w.key() + "#" + writes.size();
        Payload data = Objects.requireNonNull(moved(
            w.data(),
            new PayloadAddress.TaskWrite(record.key(), part),
            new PayloadAddress.TaskWrite(now, part)));
        writes.add(
            new io.harden4j.checkpoint.KeyEntry(w.ns(), w.key(), w.version(), w.kind(), data));
      }
      List<PlannedTask> spawned = record.spawned().stream()
          .map(t -> new PlannedTask(
              t.id(),
              moved(t.input(), part(record.key(), "spawn", t), part(now, "spawn", t)),
              moved(t.control(), part(record.key(), "control", t), part(now, "control", t))))
          .toList();
      return new TaskRecord(
          now,
          record.attempt(),
          record.state(),
          writes,
          spawned,
          List.of(),
          record.failure(),
          record.at());
    }

    private PayloadAddress part(TaskKey task, String what, PlannedTask spawned) {
      return new PayloadAddress.TaskWrite(task, what + "#" + spawned.id().visit());
    }

    private @Nullable Payload moved(
        @Nullable Payload payload, PayloadAddress before, PayloadAddress now) {
      return payload == null ? null : Raw.move(parts.vault(), payload, before, now);
    }
  }

  /** Returns what differs between two states. */
  StateDiff diff(StoredState a, StoredState b) {
    Map<String, Space.Slot> before = slots(a);
    Map<String, Space.Slot> after = slots(b);
    Set<String> secret = secrets(a, b);
    List<StateDiff.Change> changes = new ArrayList<>();
    java.util.TreeSet<String> names = new java.util.TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Space.Slot then = before.get(name);
      Space.Slot now = after.get(name);
      boolean same = then != null
          && now != null
          && then.value().equals(now.value())
          && then.label().equals(now.label());
      if (!same) {
        changes.add(StateDiff.Change.of(name, side(then, secret, name), side(now, secret, name)));
      }
    }
    return new StateDiff(a.checkpoint().ref(), b.checkpoint().ref(), changes);
  }

  private static StateDiff.@Nullable Side side(
      Space.@Nullable Slot slot, Set<String> secret, String name) {
    return slot == null
        ? null
        : new StateDiff.Side(secret.contains(name) ? StateDiff.SECRET : slot.value(), slot.label());
  }

  private Map<String, Space.Slot> slots(StoredState stored) {
    Map<String, Space.Slot> found = new HashMap<>();
    each(stored, (name, space, i) -> {
      Space.Slot slot = space.slot(i);
      if (slot != null) {
        found.put(name, slot);
      }
    });
    return found;
  }

  private Set<String> secrets(StoredState... states) {
    Set<String> found = new java.util.HashSet<>();
    for (StoredState stored : states) {
      each(stored, (name, space, i) -> {
        if (space.graph().key(i).sensitivity() == io.harden4j.graph.StateKey.Sensitivity.SECRET) {
          found.add(name);
        }
      });
    }
    return found;
  }

  private interface Each {
    void slot(String name, Space space, int index);
  }

  private void each(StoredState stored, Each each) {
    Checkpoint c = stored.checkpoint();
    ThreadKey thread = c.ref().thread();
    CompiledGraph graph = Evolutions.graphFor(parts.graphs(), c.graph(), thread);
    boolean migrates = c.graph().version() < graph.graph().version().version();
    StoredState fitting =
        migrates ? Migrator.migrate(stored, graph, parts.vault()).stored() : stored;
    LiveState state = new StateLoader(graph, parts.vault(), thread).load(fitting);
    for (Map.Entry<String, Space> e : state.spaces().entrySet()) {
      Set<String> declared = e.getValue().graph().graph().keys().stream()
          .map(io.harden4j.graph.StateKey::name)
          .collect(Collectors.toSet());
      for (int i = 0; i < e.getValue().size(); i++) {
        String key = e.getValue().graph().key(i).name();
        if (declared.contains(key)) {
          each.slot(e.getKey().isEmpty() ? key : e.getKey() + "/" + key, e.getValue(), i);
        }
      }
    }
  }
}
