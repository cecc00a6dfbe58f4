package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the heads of a thread wait for. Immutable.
 *
 * @param lease the newest lease, or null
 * @param heads those that are or may become work
 */
record Waits(@Nullable Lease lease, List<Head> heads) {
  static final Waits NOTHING = new Waits(null, List.of());

  /**
   * A head that is work from {@code since} on.
   *
   * @param since when the first of its tasks waits no longer if nobody answers; the distant past for one that is left or answered
   */
  record Head(String branch, String graph, Instant at, Claim.Reason reason, Instant since) {}

  /** Looks at the heads of an index, whose lock is held. */
  static Waits of(ThreadIndex index) {
    List<Head> heads = new ArrayList<>();
    for (Row row : index.heads().values()) {
      CheckpointInfo info = row.info();
      if (info.status() == RunStatus.RUNNING && info.cause() != Cause.FORK) {
        heads.add(head(info, Claim.Reason.LEFT, Instant.MIN));
      } else if (info.status() == RunStatus.SUSPENDED) {
        Instant since = readySince(index, row);
        if (since != null) {
          heads.add(head(info, Claim.Reason.READY, since));
        }
      }
    }
    return new Waits(index.lease(), List.copyOf(heads));
  }

  /** Says whether the run of a branch has not ended. */
  static boolean isRunning(ThreadIndex index) {
    return index.heads().values().stream().anyMatch(r -> r.info().status() == RunStatus.RUNNING);
  }

  private static Head head(CheckpointInfo info, Claim.Reason reason, Instant since) {
    return new Head(info.ref().branch(), info.graph().name(), info.at(), reason, since);
  }

  private static @Nullable Instant readySince(ThreadIndex index, Row row) {
    Instant first = null;
    for (TaskKey task : row.frontier()) {
      Shelf shelf = index.shelves().get(task);
      Shelf.Ended ended = shelf == null ? null : shelf.ended();
      boolean done = ended != null && ended.state() == TaskState.SUCCEEDED;
      Instant since = done ? null : readySince(index, task);
      if (since != null && (first == null || since.isBefore(first))) {
        first = since;
      }
    }
    return first;
  }

  /** Returns when the last open question of a task ends, or null if one never does or there is none. */
  private static @Nullable Instant readySince(ThreadIndex index, TaskKey task) {
    Instant last = null;
    for (Map.Entry<?, Asking> e : index.questions().entrySet()) {
      Question q = e.getValue().outline();
      if (!q.task().equals(task)) {
        continue;
      }
      boolean settled = q.answer() != null || q.closed();
      Instant end = settled ? Instant.MIN : q.expiresAt();
      if (end == null) {
        return null;
      }
      last = last == null || end.isAfter(last) ? end : last;
    }
    return last;
  }

  /** Says whether somebody who may be alive works on the thread. */
  boolean isTaken(Instant now) {
    return lease != null && now.isBefore(lease.until()) && !lease.owner().isDeadHere();
  }

  /** Returns the heads that are work at {@code now}. */
  List<Work> work(ThreadKey thread, Instant now) {
    return heads.stream()
        .filter(h -> !now.isBefore(h.since()))
        .map(h -> new Work(thread, h.branch(), h.graph(), h.at(), h.reason()))
        .toList();
  }
}
