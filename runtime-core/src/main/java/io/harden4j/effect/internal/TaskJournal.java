package io.harden4j.effect.internal;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.TaskKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one task: finds recorded ones by name, digest and occurrence, in any order, and records new ones. One instance serves all attempts of a
 * segment; {@link #rewind} starts the next attempt. Thread-safe.
 */
public final class TaskJournal {
  private final RunId run;
  private final TaskKey task;
  private final EffectLog log;
  private Map<EffectKey, EffectRecord> records = Map.of();
  private Map<String, Integer> occurrences = Map.of();
  private Set<EffectKey> consumed = Set.of();
  private volatile @Nullable String inTask;

  /** Starts with what earlier segments recorded. */
  public TaskJournal(RunId run, TaskKey task, EffectLog log, Collection<EffectRecord> recorded) {
    this.run = run;
    this.task = task;
    this.log = log;
    if (!recorded.isEmpty()) {
      open();
      recorded.forEach(r -> records.put(r.key(), r));
    }
  }

  /** Returns the task whose effects these are. */
  public TaskKey task() {
    return task;
  }

  /** Most tasks have no effects: the maps are made with the first one. */
  private void open() {
    if (!(records instanceof HashMap)) {
      records = new HashMap<>();
      occurrences = new HashMap<>();
      consumed = new HashSet<>();
    }
  }

  /** Starts the next attempt: occurrences count from 0 again, what was recorded stays. */
  public synchronized void rewind() {
    open();
    occurrences.clear();
    consumed.clear();
  }

  /** Names the next effect with this name and digest. */
  public synchronized EffectKey next(String name, String digest) {
    open();
    int occurrence = occurrences.merge(name + '\n' + digest, 1, Integer::sum) - 1;
    return new EffectKey(task, name, digest, occurrence);
  }

  /** Returns what is recorded of an effect, and counts it as found again. */
  public synchronized Optional<EffectRecord> find(EffectKey key) {
    EffectRecord record = records.get(key);
    if (record != null) {
      consumed.add(key);
      notifyAll();
    }
    return Optional.ofNullable(record);
  }

  /**
   * Returns recorded consequential effects of this name that this attempt has not come across: if there are any, the node asks for something else than
   * before. A parallel call may still come across them, so this waits for a moment.
   */
  public synchronized List<EffectKey> notFoundAgain(String name, long patienceMillis)
      throws InterruptedException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    List<EffectKey> open = unconsumed(name);
    for (long left = patienceMillis;
        !open.isEmpty() && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
      open = unconsumed(name);
    }
    return open;
  }

  private List<EffectKey> unconsumed(String name) {
    return records.values().stream()
        .filter(r -> r.consequential()
            && r.key().name().equals(name)
            && r.state() != EffectState.FAILED
            && !consumed.contains(r.key()))
        .map(EffectRecord::key)
        .toList();
  }

  /** Returns the key a remote system can tell repeats by: the same in every process, new in a new run, epoch or branch. */
  public String idempotencyKey(EffectKey key) {
    return Digests.sha256(inTask() + key.name() + '\n' + key.digest() + '\n' + key.occurrence())
        .substring(0, 40);
  }

  private String inTask() {
    String known = inTask;
    if (known == null) {
      known = run.value()
          + '\n'
          + task.thread().tenant()
          + '\n'
          + task.thread().threadId()
          + '\n'
          + task.branch()
          + '\n'
          + task.task()
          + '\n'
          + task.epoch()
          + '\n';
      inTask = known;
    }
    return known;
  }

  /** Makes an INTENT durable. */
  public EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
    EffectRecord there = log.begin(intent, spends);
    remember(there);
    return there;
  }

  /** Makes an outcome durable. */
  public void end(EffectRecord outcome) {
    log.end(outcome);
    remember(outcome);
  }

  private synchronized void remember(EffectRecord record) {
    records.put(record.key(), record);
    consumed.add(record.key());
  }
}
