package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a small thread that uses every field of every record. Run its main method with a directory to make the sample of a new format. */
public final class GoldenSample {
  /** The thread of the sample. */
  public static final ThreadKey THREAD = new ThreadKey("acme", "golden/\u00fc\uD83D\uDE80");

  /** The question of the sample. */
  public static final QuestionId QUESTION = new QuestionId("acme", "question-1");

  private static final Instant AT = Instant.parse("2026-01-15T09:00:00.123456789Z");
  private static final TaskId PAY = new TaskId("sub#0", "pay", "3", 1);
  private static final TaskKey TASK = new TaskKey(THREAD, CheckpointRef.MAIN, PAY, 2);

  private GoldenSample() {}

  /** Writes the sample to the directory it is given. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    writeCheckpoints(
        FileCheckpointStore.builder(directory).clock(MutableClock.create()).open());
    write(FileControlStore.open(directory));
  }

  /** Writes the control values of the sample. */
  public static void write(ControlStore control) {
    control.reserve("acme", "tokens", 42, 100);
    control.settle("acme", "tokens", 2, 1);
    control.setFlag("acme", "kill", "off", 0);
    control.setFlag("acme", "kill", "on", 1);
    control.spend("acme", "grant-1");
  }

  /** Writes the thread of the sample. */
  public static void writeCheckpoints(CheckpointStore store) {
    Owner owner = new Owner("host-1", 4711, AT, "worker");
    Lease lease = store.acquire(THREAD, owner, Duration.ofHours(1)).orElseThrow();
    CheckpointRef none = CheckpointRef.none(THREAD, CheckpointRef.MAIN);
    KeyEntry list = new KeyEntry("", "list", 1, KeyEntry.Kind.SNAPSHOT, payload("[1]"));
    CheckpointRef first =
        store.commit(lease, none, StepCommit.of(checkpoint(none, null, 1), List.of(list)));
    KeyEntry more = new KeyEntry("", "list", 2, KeyEntry.Kind.DELTA, payload("[2]"));
    CheckpointRef head =
        store.commit(lease, first, StepCommit.of(checkpoint(none, first, 2), List.of(more)));
    store.putTask(lease, suspended());
    EffectKey key = new EffectKey(TASK, "tool:orders.refund", "d1", 1);
    EffectRecord intent =
        new EffectRecord(key, true, "key-1", EffectState.INTENT, payload("request"), null);
    store.beginEffect(lease, intent, QUESTION);
    store.endEffect(lease, intent.ended(EffectState.UNKNOWN, payload("nobody knows")));
    store.answer(QUESTION, 1, payload("yes"), "carol");
    store.fork(lease, head, "what-if");
  }

  private static Checkpoint checkpoint(CheckpointRef ref, CheckpointRef parent, long version) {
    return new Checkpoint(
        ref,
        parent,
        new RunId("run-1"),
        3,
        Cause.STEP,
        4,
        2,
        new GraphVersion("support", 7, "f00d"),
        Map.of("list", version),
        9,
        List.of(new PlannedTask(PAY, payload("item"), payload("label"))),
        List.of(new BarrierState("sub#0", "join", Set.of("a", "b"), payload("label"))),
        RunStatus.SUSPENDED,
        new Spent(1, 2, 3, 4, 5, 6, 7),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Map.of("reason", "it's \"quoted\""),
        AT);
  }

  private static TaskRecord suspended() {
    Question question = new Question(
        QUESTION,
        TASK,
        "approval",
        payload("refund?"),
        "hash",
        "manager",
        null,
        null,
        AT,
        AT.plusSeconds(86_400),
        1,
        false);
    KeyEntry write = new KeyEntry("sub#0", "note", 0, KeyEntry.Kind.DELTA, payload("note"));
    PlannedTask spawned = new PlannedTask(new TaskId("", "audit", "", 0), null, payload("label"));
    return new TaskRecord(
        TASK,
        2,
        TaskState.SUSPENDED,
        List.of(write),
        List.of(spawned),
        List.of(question),
        new Failure("Slow", "took long"),
        AT);
  }

  private static Payload payload(String text) {
    Payload plain = Threads.payload(text);
    return new Payload("json", 3, "key-2026", plain.bytes());
  }
}
