package io.harden4j.run;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.effect.internal.EffectLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes one segment's records under its lease. */
final class Recorder implements EffectLog {
  private final StepLog log;
  private final PayloadVault vault;
  private final TaskRecords records;
  private final Header header;
  private Map<String, Long> versions;
  private boolean inner;

  /** What is the same in every checkpoint of the segment. */
  record Header(
      RunId run,
      int segment,
      int epoch,
      io.harden4j.checkpoint.GraphVersion graph,
      String traceparent,
      Map<String, String> tags) {
    /** Returns the tags of a checkpoint: the segment's and its own. */
    Map<String, String> tags(Map<String, String> own) {
      if (own.isEmpty()) {
        return tags;
      }
      Map<String, String> all = new HashMap<>(tags);
      all.putAll(own);
      return all;
    }
  }

  /** What one checkpoint tells. */
  record Commit(
      Cause cause,
      RunStatus status,
      int step,
      LiveState state,
      List<KeyEntry> entries,
      List<TaskRecord> finished,
      List<Question> opened,
      List<QuestionId> closed,
      List<TaskId> consumed,
      Spent spent,
      Map<String, String> tags,
      Instant at) {}

  /** Records at once. */
  Recorder(
      CheckpointStore store,
      PayloadVault vault,
      Header header,
      Lease lease,
      CheckpointRef head,
      Map<String, Long> versions) {
    this(new SyncLog(store, lease, head), vault, header, versions);
  }

  Recorder(StepLog log, PayloadVault vault, Header header, Map<String, Long> versions) {
    this.log = log;
    this.vault = vault;
    this.records = new TaskRecords(vault);
    this.header = header;
    this.versions = versions;
    this.inner = hasInner(versions);
  }

  TaskRecords records() {
    return records;
  }

  /** Returns the newest durable checkpoint. */
  CheckpointRef head() {
    return log.head();
  }

  Lease lease() {
    return log.lease();
  }

  void renewed(Lease newer) {
    log.renewed(newer);
  }

  @Override
  public EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
    return log.begin(intent, spends);
  }

  @Override
  public void end(EffectRecord outcome) {
    log.end(outcome);
  }

  void putTask(TaskRecord record) {
    log.putTask(record);
  }

  /** Returns once everything is durable. */
  void flush() {
    log.flush();
  }

  /** Ends the recording; what is not durable is dropped. */
  void close() {
    log.close();
  }

  /** Commits a checkpoint. */
  void commit(Commit c) {
    commit(c, seq -> {});
  }

  /** Commits a checkpoint and tells its number once it is durable. */
  void commit(Commit c, LongConsumer saved) {
    Map<String, Long> newVersions = versions(c);
    log.commit(
        new StepLog.Step(header, c, newVersions, frontier(c.state), barriers(c.state), saved));
    versions = newVersions;
    inner = inner ? hasInner(newVersions) : c.state.spaces().size() > 1;
  }

  private Map<String, Long> versions(Commit c) {
    boolean dropped = c.state.spaces().size() > 1 || inner;
    if (c.entries.isEmpty()
        && !dropped
        && c.cause != Cause.INPUT
        && c.cause != Cause.MIGRATION
        && c.cause != Cause.EDIT) {
      return versions;
    }
    Map<String, Long> next = new HashMap<>();
    for (Space space : c.state.spaces().values()) {
      for (int i = 0; i < space.size(); i++) {
        Space.Slot slot = space.slot(i);
        if (slot != null && slot.version() > 0) {
          next.put(space.name(i), slot.version());
        }
      }
    }
    return Map.copyOf(next);
  }

  private static boolean hasInner(Map<String, Long> versions) {
    for (String name : versions.keySet()) {
      if (name.indexOf('\u001f') >= 0) {
        return true;
      }
    }
    return false;
  }

  private List<PlannedTask> frontier(LiveState state) {
    List<LiveTask> tasks = state.frontier();
    if (tasks.size() == 1) {
      return List.of(planned(tasks.get(0)));
    }
    List<PlannedTask> planned = new ArrayList<>(tasks.size());
    for (LiveTask task : tasks) {
      planned.add(planned(task));
    }
    return planned;
  }

  private PlannedTask planned(LiveTask task) {
    TaskInput input = task.input();
    Payload item =
        input == null ? null : input.seal(vault, inputAddress(head(), task.id()), task.control());
    return new PlannedTask(
        task.id(), item, records.control(controlAddress(head(), task.id()), task.control()));
  }

  private List<BarrierState> barriers(LiveState state) {
    if (state.barriers().isEmpty()) {
      return List.of();
    }
    List<BarrierState> waiting = new ArrayList<>(state.barriers().size());
    for (LiveState.Barrier b : state.barriers()) {
      waiting.add(new BarrierState(
          b.ns(),
          b.target(),
          b.arrived(),
          records.control(barrierAddress(head(), b.ns(), b.target()), b.control())));
    }
    return waiting;
  }

  static PayloadAddress inputAddress(CheckpointRef at, TaskId task) {
    return PayloadAddress.ofInput(at.thread(), task);
  }

  static PayloadAddress controlAddress(CheckpointRef at, TaskId task) {
    return PayloadAddress.ofControl(at.thread(), task);
  }

  static PayloadAddress barrierAddress(CheckpointRef at, String ns, String target) {
    return PayloadAddress.ofBarrier(at.thread(), ns, target);
  }
}
