package io.harden4j.testkit;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records as an engine would write them, for the store's contract. */
final class Samples {
  static final Instant AT = MutableClock.START;
  static final Duration TTL = Duration.ofSeconds(30);
  static final String TENANT = "acme";
  static final ThreadKey THREAD = new ThreadKey(TENANT, "thread-1");
  static final Owner ALICE = Owner.thisProcess("alice");
  static final Owner BOB = Owner.thisProcess("bob");

  private Samples() {}

  static ThreadKey thread(String id) {
    return new ThreadKey(TENANT, id);
  }

  static Payload payload(String text) {
    return payload(text.getBytes(StandardCharsets.UTF_8));
  }

  static Payload payload(byte[] bytes) {
    return new Payload("text", 1, "", bytes);
  }

  static String text(Payload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }

  static KeyEntry write(String key, String value) {
    return new KeyEntry("", key, 0, KeyEntry.Kind.SNAPSHOT, payload(value));
  }

  static PlannedTask planned(String node) {
    return new PlannedTask(task(node), null, null);
  }

  static TaskId task(String node) {
    return new TaskId("", node, "", 0);
  }

  static TaskKey taskKey(ThreadKey thread, String branch, String node, int epoch) {
    return new TaskKey(thread, branch, task(node), epoch);
  }

  static TaskKey taskKey(Lease lease, String node) {
    return taskKey(lease.thread(), "main", node, 0);
  }

  static TaskRecord record(TaskKey task, int attempt, TaskState state) {
    List<KeyEntry> writes =
        state == TaskState.SUCCEEDED ? List.of(write("k", "by attempt " + attempt)) : List.of();
    Failure failure =
        state == TaskState.FAILED ? new Failure("IOException", "attempt " + attempt) : null;
    return new TaskRecord(task, attempt, state, writes, List.of(), List.of(), failure, AT);
  }

  static TaskRecord suspended(TaskKey task, int attempt, Question... asks) {
    return new TaskRecord(
        task, attempt, TaskState.SUSPENDED, List.of(), List.of(), List.of(asks), null, AT);
  }

  static Question question(TaskKey task, String id) {
    return question(task, id, AT, null);
  }

  static Question question(
      TaskKey task,
      String id,
      Instant askedAt,
      @org.jspecify.annotations.Nullable Instant expiresAt) {
    return new Question(
        new QuestionId(task.thread().tenant(), id),
        task,
        "approval",
        payload("may I " + id + "?"),
        "binding-" + id,
        "supervisor",
        null,
        null,
        askedAt,
        expiresAt,
        1,
        false);
  }

  static EffectKey effectKey(TaskKey task, String name) {
    return new EffectKey(task, name, "digest-" + name, 0);
  }

  static EffectRecord intent(EffectKey key) {
    return new EffectRecord(
        key,
        true,
        "idem-" + key.name() + "-" + key.task().epoch(),
        EffectState.INTENT,
        payload("request of " + key.name()),
        null);
  }

  static EffectRecord done(EffectKey key) {
    return intent(key).ended(EffectState.DONE, payload("result of " + key.name()));
  }
}
