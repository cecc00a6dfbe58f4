package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the index knows of a checkpoint: how to list it, what it sees, where the rest stands. Its thread's index lock guards it. */
final class Row {
  private final CheckpointInfo info;
  private final Slot slot;
  private final @Nullable Row base;
  private final Set<TaskKey> frontier = new LinkedHashSet<>();
  private Map<String, Link> keys;
  private boolean ownKeys;

  Row(Checkpoint c, Slot slot, @Nullable Row base) {
    this.info = CheckpointInfo.of(c);
    this.slot = slot;
    this.base = base;
    c.frontier().forEach(t -> frontier.add(taskKey(c.ref(), t.id(), c.epoch())));
    this.keys = base == null ? Map.of() : base.keys;
    if (!c.versions().keySet().containsAll(keys.keySet())) {
      ownKeys().keySet().retainAll(c.versions().keySet());
    }
  }

  private static TaskKey taskKey(CheckpointRef ref, TaskId task, int epoch) {
    return new TaskKey(ref.thread(), ref.branch(), task, epoch);
  }

  CheckpointInfo info() {
    return info;
  }

  long seq() {
    return info.ref().seq();
  }

  String branch() {
    return info.ref().branch();
  }

  Slot slot() {
    return slot;
  }

  /** Returns the checkpoint whose keys this one began with, pruned or not, or null. */
  @Nullable
  Row base() {
    return base;
  }

  /** Returns the tasks that run next. */
  Set<TaskKey> frontier() {
    return frontier;
  }

  /** Returns the newest entry of each key it sees. */
  Map<String, Link> keys() {
    return keys;
  }

  void add(KeyEntry entry, boolean first, Slot at) {
    boolean builds = entry.kind() == KeyEntry.Kind.DELTA && !first;
    Link before = builds ? keys.get(entry.name()) : null;
    ownKeys().put(entry.name(), new Link(at, before));
  }

  /** Copies the keys of the base before the first change. */
  private Map<String, Link> ownKeys() {
    if (!ownKeys) {
      keys = new HashMap<>(keys);
      ownKeys = true;
    }
    return keys;
  }
}
