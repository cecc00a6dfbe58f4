package io.harden4j.checkpoint.file;

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
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small things that the tests of this package do with threads: a counter is kept under the key {@code n}. */
public final class Threads {
  public static final ThreadKey THREAD = new ThreadKey("acme", "thread-42");
  public static final Duration TTL = Duration.ofMinutes(1);
  public static final Instant AT = Instant.parse("2026-01-15T09:00:00Z");
  public static final TaskId TASK = new TaskId("", "act", "", 0);

  private Threads() {}

  public static Owner owner(String name) {
    return Owner.thisProcess(name);
  }

  public static Lease acquire(CheckpointStore store, ThreadKey thread) {
    return store.acquire(thread, owner("test"), TTL).orElseThrow();
  }

  /** Commits a value on top of the head. */
  public static CheckpointRef commit(CheckpointStore store, Lease lease, String value) {
    ThreadKey thread = lease.thread();
    CheckpointRef head = store
        .head(thread, CheckpointRef.MAIN)
        .map(s -> s.checkpoint().ref())
        .orElse(CheckpointRef.none(thread, CheckpointRef.MAIN));
    return store.commit(lease, head, step(head, value));
  }

  public static StepCommit step(CheckpointRef head, String value) {
    KeyEntry entry = new KeyEntry("", "n", head.seq() + 1, KeyEntry.Kind.SNAPSHOT, payload(value));
    CheckpointRef none = CheckpointRef.none(head.thread(), head.branch());
    return StepCommit.of(checkpoint(none, "run-1", Map.of("n", head.seq() + 1)), List.of(entry));
  }

  public static StepCommit emptyStep(CheckpointRef ref, String run) {
    return StepCommit.of(checkpoint(ref, run, Map.of()), List.of());
  }

  public static Checkpoint checkpoint(CheckpointRef ref, String run, Map<String, Long> versions) {
    return new Checkpoint(
        ref,
        null,
        new RunId(run),
        0,
        Cause.STEP,
        1,
        0,
        new GraphVersion("support", 1, "f00d"),
        versions,
        1,
        List.of(new PlannedTask(TASK, null, null)),
        List.of(),
        RunStatus.RUNNING,
        Spent.NOTHING,
        "",
        Map.of(),
        AT);
  }

  public static String value(CheckpointStore store, ThreadKey thread) {
    return store.head(thread, CheckpointRef.MAIN).map(Threads::value).orElse("nothing");
  }

  public static String value(StoredState state) {
    return text(state.entries().get("n").get(0).data());
  }

  public static Payload payload(String text) {
    return new Payload("text", 1, "", text.getBytes(StandardCharsets.UTF_8));
  }

  public static String text(Payload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }

  public static TaskKey task(ThreadKey thread) {
    return new TaskKey(thread, CheckpointRef.MAIN, TASK, 0);
  }

  public static Question question(ThreadKey thread, String id) {
    return new Question(
        new QuestionId(thread.tenant(), id),
        task(thread),
        "ask",
        payload("may I?"),
        "",
        "",
        null,
        null,
        AT,
        null,
        1,
        false);
  }

  public static TaskRecord suspended(ThreadKey thread, Question... asks) {
    return new TaskRecord(
        task(thread), 1, TaskState.SUSPENDED, List.of(), List.of(), List.of(asks), null, AT);
  }

  /** Returns the only log in a store's directory. */
  public static Path log(Path directory) {
    return new Layout(directory).log(THREAD);
  }

  public static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
