package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says whether a head in memory is work. Its thread's lock guards what it looks at. */
final class MemoryWork {
  private MemoryWork() {}

  static @Nullable Work of(
      Checkpoint head, Instant now, MemoryJournal journal, MemoryQuestions questions) {
    boolean left = head.status() == RunStatus.RUNNING && head.cause() != Cause.FORK;
    boolean ready = head.status() == RunStatus.SUSPENDED && isReady(head, now, journal, questions);
    return left || ready
        ? new Work(
            head.ref().thread(),
            head.ref().branch(),
            head.graph().name(),
            head.at(),
            left ? Claim.Reason.LEFT : Claim.Reason.READY)
        : null;
  }

  private static boolean isReady(
      Checkpoint head, Instant now, MemoryJournal journal, MemoryQuestions questions) {
    for (PlannedTask task : head.frontier()) {
      TaskKey key = new TaskKey(head.ref().thread(), head.ref().branch(), task.id(), head.epoch());
      Set<TaskKey> one = Set.of(key);
      boolean done = journal.records(one).stream().anyMatch(r -> r.state() == TaskState.SUCCEEDED);
      if (!done && questions.hasOnlyClosed(key, now)) {
        return true;
      }
    }
    return false;
  }
}
