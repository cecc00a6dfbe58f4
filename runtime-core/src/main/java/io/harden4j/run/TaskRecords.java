package io.harden4j.run;

import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns outcomes of tasks into records and back. */
final class TaskRecords {
  private static final JsonCodec<String> TEXT = JsonCodec.of(String.class);
  private static final String GOTO = "goto";
  private static final String EMPTY = "empty";

  private final PayloadVault vault;

  TaskRecords(PayloadVault vault) {
    this.vault = vault;
  }

  /** Returns the record of an outcome, with all that is needed to go on from it. */
  TaskRecord full(TaskKey key, TaskOutcome outcome, Instant at) {
    List<KeyEntry> writes = new ArrayList<>();
    for (TaskOutcome.Write write : outcome.writes()) {
      String name = write.key().name();
      Payload payload = SlotWriter.seal(
          vault,
          PayloadAddress.ofWrite(key, name, writes.size()),
          write.key(),
          write.value(),
          write.label());
      writes.add(new KeyEntry(key.task().ns(), name, 0, KeyEntry.Kind.SNAPSHOT, payload));
    }
    List<PlannedTask> spawned = new ArrayList<>();
    for (Jump jump : outcome.jumps()) {
      spawned.add(spawned(key, jump, outcome.label(), spawned.size()));
    }
    return record(key, outcome, writes, spawned, failure(outcome), at);
  }

  /** Returns the record of a success whose effects are in the same commit. */
  static TaskRecord brief(TaskKey key, TaskOutcome outcome, Instant at) {
    return record(key, outcome, List.of(), List.of(), null, at);
  }

  private static TaskRecord record(
      TaskKey key,
      TaskOutcome outcome,
      List<KeyEntry> writes,
      List<PlannedTask> spawned,
      @Nullable Failure failure,
      Instant at) {
    return new TaskRecord(
        key, outcome.attempt(), outcome.state(), writes, spawned, outcome.asks(), failure, at);
  }

  private @Nullable Failure failure(TaskOutcome outcome) {
    Throwable error = outcome.error();
    if (error == null) {
      return null;
    }
    return vault.seals() ? Failure.withoutMessage(error) : Failure.of(error);
  }

  private PlannedTask spawned(TaskKey key, Jump jump, Label label, int index) {
    TaskInput input = jump.input();
    String ordinal = input != null ? String.valueOf(index) : jump.empty() ? EMPTY : GOTO;
    Payload item =
        input == null ? null : input.seal(vault, PayloadAddress.ofSpawnedInput(key, index), label);
    return new PlannedTask(
        new TaskId(key.task().ns(), jump.node(), ordinal, index),
        item,
        control(PayloadAddress.ofSpawnedControl(key, index), label));
  }

  /** Returns what an earlier segment recorded as finished. */
  TaskOutcome read(LiveTask task, TaskRecord record, CompiledGraph graph) {
    List<TaskOutcome.Write> writes = new ArrayList<>();
    for (int i = 0; i < record.writes().size(); i++) {
      KeyEntry entry = record.writes().get(i);
      Integer slot = graph.slotOf(entry.key());
      if (slot != null) {
        writes.add(write(
            graph.key(slot), PayloadAddress.ofWrite(record.key(), entry.key(), i), entry.data()));
      }
    }
    List<Jump> jumps = new ArrayList<>();
    Label label = Label.SYSTEM;
    for (PlannedTask spawned : record.spawned()) {
      int index = spawned.id().visit();
      label = label.join(
          readControl(PayloadAddress.ofSpawnedControl(record.key(), index), spawned.control()));
      Payload item = spawned.input();
      TaskInput input = item == null
          ? null
          : new TaskInput(null, PayloadAddress.ofSpawnedInput(record.key(), index), item);
      jumps.add(new Jump(spawned.id().node(), input, spawned.id().ordinal().equals(EMPTY)));
    }
    return new TaskOutcome(
        task,
        TaskState.SUCCEEDED,
        record.attempt(),
        writes,
        jumps,
        label,
        List.of(),
        null,
        null,
        true);
  }

  private <T> TaskOutcome.Write write(StateKey<T> key, PayloadAddress address, Payload payload) {
    Labeled<T> value = vault.open(address, key.codec(), payload);
    return new TaskOutcome.Write(key, value.value(), value.label());
  }

  /** Seals a control label; null for the neutral one. */
  @Nullable
  Payload control(PayloadAddress address, Label label) {
    return label.equals(Label.SYSTEM) ? null : vault.seal(address, TEXT, "", label);
  }

  Label readControl(PayloadAddress address, @Nullable Payload payload) {
    return payload == null ? Label.SYSTEM : vault.open(address, TEXT, payload).label();
  }
}
