package io.harden4j.benchmarks.store;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Steps of one task each, as the engine commits them: a value of 500 bytes, the record of the task, the next task. */
final class Steps {
  static final int VALUE = 500;

  private final CheckpointStore store;
  private final Lease lease;
  private final Random random = new Random(42);
  private CheckpointRef head;
  private long version;

  Steps(CheckpointStore store, ThreadKey thread) {
    this.store = store;
    this.lease = store
        .acquire(thread, Owner.thisProcess("benchmark"), Duration.ofHours(1))
        .orElseThrow();
    this.head = CheckpointRef.none(thread, CheckpointRef.MAIN);
  }

  Lease lease() {
    return lease;
  }

  TaskKey task() {
    return new TaskKey(lease.thread(), CheckpointRef.MAIN, id((int) version), 0);
  }

  private static TaskId id(int visit) {
    return new TaskId("", "work", "", visit);
  }

  static Payload payload(Random random, int length) {
    byte[] text = Chat.text(random, length).getBytes(StandardCharsets.UTF_8);
    return new Payload("json", 1, "", text);
  }

  void step() {
    step(payload(random, VALUE));
  }

  /** Commits a step that writes a value. */
  void step(Payload value) {
    KeyEntry write = new KeyEntry(
        "", "value", 0, KeyEntry.Kind.SNAPSHOT, new Payload("json", 1, "", new byte[0]));
    TaskRecord done = new TaskRecord(
        task(), 1, TaskState.SUCCEEDED, List.of(write), List.of(), List.of(), null, Instant.EPOCH);
    boolean first = head.seq() == 0;
    version++;
    KeyEntry entry = new KeyEntry("", "value", version, KeyEntry.Kind.SNAPSHOT, value);
    Checkpoint next = new Checkpoint(
        CheckpointRef.none(lease.thread(), CheckpointRef.MAIN),
        first ? null : head,
        new RunId("run"),
        0,
        Cause.STEP,
        (int) version,
        0,
        new GraphVersion("benchmark", 1, "fingerprint"),
        Map.of("value", version),
        (int) version,
        List.of(new PlannedTask(id((int) version), null, null)),
        List.of(),
        RunStatus.RUNNING,
        Spent.NOTHING,
        "",
        Map.of(),
        Instant.now());
    head = store.commit(
        lease,
        head,
        new StepCommit(
            next,
            List.of(entry),
            first ? List.of() : List.of(done),
            List.of(),
            List.of(),
            List.of(done.key().task())));
  }
}
