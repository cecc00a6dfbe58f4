package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.graph.StateKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps steps in memory and commits the newest state in their place: when the run ends or stops, and before a consequential effect begins, so that the effect
 * is found again by the state it belongs to. Thread-safe.
 */
final class ExitLog implements StepLog {
  private final SyncLog direct;
  private final PayloadVault vault;
  private final List<EffectRecord> effects = new ArrayList<>();
  private final List<TaskRecord> tasks = new ArrayList<>();
  private final List<KeyEntry> entries = new ArrayList<>();
  private final List<QuestionId> closed = new ArrayList<>();
  private final List<TaskId> consumed = new ArrayList<>();
  private @Nullable Step pending;

  ExitLog(SyncLog direct, PayloadVault vault) {
    this.direct = direct;
    this.vault = vault;
  }

  @Override
  public synchronized EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
    flush();
    return direct.begin(intent, spends);
  }

  @Override
  public synchronized void end(EffectRecord outcome) {
    if (outcome.consequential()) {
      flush();
      direct.end(outcome);
    } else {
      effects.add(outcome);
    }
  }

  @Override
  public synchronized void putTask(TaskRecord record) {
    tasks.add(record);
  }

  @Override
  public synchronized void commit(Step step) {
    if (step.cause() == Cause.STEP) {
      effects.clear(); // they belong to tasks that have finished
      tasks.clear();
      keep(step);
      if (step.status() != RunStatus.RUNNING || !step.commit().opened().isEmpty()) {
        flush();
      }
      return;
    }
    if (!effects.isEmpty() || !tasks.isEmpty() || step.cause() != Cause.STOP) {
      flush();
    }
    keep(step);
    flush();
  }

  private void keep(Step step) {
    pending = step;
    entries.addAll(step.commit().entries());
    closed.addAll(step.commit().closed());
    consumed.addAll(step.commit().consumed());
  }

  @Override
  public synchronized void flush() {
    Step step = pending;
    if (step != null) {
      direct.commit(
          step,
          step.behind(direct.head(), merged(step), List.copyOf(closed), List.copyOf(consumed)));
      pending = null;
      entries.clear();
      closed.clear();
      consumed.clear();
    }
    effects.forEach(direct::end);
    effects.clear();
    tasks.forEach(direct::putTask);
    tasks.clear();
  }

  /** Returns one entry for each key: what was added if it changed once, else its whole value. */
  private List<KeyEntry> merged(Step step) {
    Map<String, Integer> times = new HashMap<>();
    entries.forEach(e -> times.merge(e.name(), 1, Integer::sum));
    List<KeyEntry> merged = new ArrayList<>();
    for (Space space : step.commit().state().spaces().values()) {
      for (int i = 0; i < space.size(); i++) {
        Space.Slot slot = space.slot(i);
        if (slot != null && times.getOrDefault(space.name(i), 0) > 1) {
          merged.add(whole(space, i, slot));
        }
      }
    }
    for (KeyEntry e : entries) {
      boolean once = times.getOrDefault(e.name(), 0) == 1;
      if (once && step.versions().containsKey(e.name())) {
        merged.add(e);
      }
    }
    return merged;
  }

  private KeyEntry whole(Space space, int index, Space.Slot slot) {
    StateKey<?> key = space.graph().key(index);
    PayloadAddress address = new PayloadAddress.Key(
        direct.lease().thread(), SlotWriter.ANY_BRANCH, space.ns(), key.name(), slot.version());
    return new KeyEntry(
        space.ns(),
        key.name(),
        slot.version(),
        KeyEntry.Kind.SNAPSHOT,
        SlotWriter.seal(vault, address, key, slot.value(), slot.label()));
  }

  @Override
  public void close() {}

  @Override
  public CheckpointRef head() {
    return direct.head();
  }

  @Override
  public Lease lease() {
    return direct.lease();
  }

  @Override
  public void renewed(Lease newer) {
    direct.renewed(newer);
  }
}
