package io.harden4j.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Task records and effects of one thread in memory, each with the sequence number of the first checkpoint that could see it. Not
 * thread-safe: its thread's lock guards it.
 */
final class MemoryJournal {
  /** One state of an effect, and the one that older checkpoints saw. */
  private record Version(
      EffectRecord effect, long seq, @Nullable Version before) {}

  private static final class Log {
    @Nullable
    TaskRecord record;

    long recordSeq;
    /** Most tasks have no effects: the map is made with the first one. */
    Map<EffectKey, Version> effects = Map.of();

    void put(EffectKey key, Version version) {
      if (effects.isEmpty()) {
        effects = new LinkedHashMap<>(4);
      }
      effects.put(key, version);
    }
  }

  private final Map<TaskKey, Log> logs = new HashMap<>();
  private final Map<QuestionId, EffectKey> spent = new HashMap<>();

  /** Keeps a record unless the task has this attempt, a later one or a success. Returns whether it did. */
  boolean put(TaskRecord record, long seq) {
    Log log = logs.computeIfAbsent(record.key(), k -> new Log());
    TaskRecord there = log.record;
    if (there != null
        && (there.state() == TaskState.SUCCEEDED || there.attempt() >= record.attempt())) {
      return false;
    }
    log.record = record;
    log.recordSeq = seq;
    return true;
  }

  EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends, long seq) {
    Log log = logs.computeIfAbsent(intent.key().task(), k -> new Log());
    Version there = log.effects.get(intent.key());
    if (there != null && there.effect().state() != EffectState.FAILED) {
      return there.effect();
    }
    EffectKey by = spends == null ? null : spent.putIfAbsent(spends, intent.key());
    if (spends != null && by != null && !by.equals(intent.key())) {
      throw new GrantSpentException(spends);
    }
    Version seenByOlder = there == null || there.seq() < seq ? there : there.before();
    log.put(intent.key(), new Version(intent, seq, seenByOlder));
    return intent;
  }

  void end(EffectRecord outcome, long seq) {
    Log log = logs.computeIfAbsent(outcome.key().task(), k -> new Log());
    Version there = log.effects.get(outcome.key());
    if (there != null && there.effect().state() == EffectState.DONE) {
      return;
    }
    Version seenByOlder = there == null || there.seq() < seq ? there : there.before();
    log.put(outcome.key(), new Version(outcome, seq, seenByOlder));
  }

  List<TaskRecord> records(Collection<TaskKey> tasks) {
    List<TaskRecord> found = new ArrayList<>(tasks.size());
    for (TaskKey task : tasks) {
      Log log = logs.get(task);
      if (log != null && log.record != null) {
        found.add(log.record);
      }
    }
    return found;
  }

  List<EffectRecord> effects(Collection<TaskKey> tasks) {
    List<EffectRecord> found = new ArrayList<>();
    for (TaskKey task : tasks) {
      Log log = logs.get(task);
      if (log != null) {
        log.effects.values().forEach(v -> found.add(v.effect()));
      }
    }
    return found;
  }

  /** Copies the success and the effects that a checkpoint could see to {@code to}, as of the new checkpoint {@code seq}. */
  void copy(TaskKey from, long visible, TaskKey to, long seq) {
    Log source = logs.get(from);
    if (source == null) {
      return;
    }
    Log target = new Log();
    TaskRecord r = source.record;
    if (r != null && r.state() == TaskState.SUCCEEDED && source.recordSeq <= visible) {
      target.record = new TaskRecord(
          to, r.attempt(), r.state(), r.writes(), r.spawned(), r.asks(), r.failure(), r.at());
      target.recordSeq = seq;
    }
    for (Version newest : source.effects.values()) {
      Version v = newest;
      while (v != null && v.seq() > visible) {
        v = v.before();
      }
      if (v != null) {
        EffectRecord copy = moved(v.effect(), to);
        target.put(copy.key(), new Version(copy, seq, null));
      }
    }
    logs.put(to, target);
  }

  /** Returns this journal with changed payloads. */
  MemoryJournal renewed(Reencryption change) {
    MemoryJournal next = new MemoryJournal();
    next.spent.putAll(spent);
    logs.forEach((task, log) -> {
      Log copy = new Log();
      copy.record = log.record == null ? null : change.task(log.record);
      copy.recordSeq = log.recordSeq;
      log.effects.forEach((key, version) -> copy.put(key, renewed(version, change)));
      next.logs.put(task, copy);
    });
    return next;
  }

  private static Version renewed(Version v, Reencryption change) {
    Version before = v.before();
    return new Version(
        change.effect(v.effect()), v.seq(), before == null ? null : renewed(before, change));
  }

  private static EffectRecord moved(EffectRecord e, TaskKey to) {
    EffectKey key = new EffectKey(to, e.key().name(), e.key().digest(), e.key().occurrence());
    return new EffectRecord(
        key, e.consequential(), e.idempotencyKey(), e.state(), e.request(), e.result());
  }

  /** Forgets all tasks but these; returns how many records went. */
  long retain(Set<TaskKey> needed) {
    long before = size();
    logs.keySet().retainAll(needed);
    spent.values().removeIf(effect -> !needed.contains(effect.task()));
    return before - size();
  }

  void clear() {
    logs.clear();
    spent.clear();
  }

  private long size() {
    long size = 0;
    for (Log log : logs.values()) {
      size += (log.record == null ? 0 : 1) + log.effects.size();
    }
    return size;
  }
}
