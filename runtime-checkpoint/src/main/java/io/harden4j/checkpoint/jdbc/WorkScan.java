package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.Work;
import io.harden4j.checkpoint.WorkQuery;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds heads that may be work by an index, the oldest of each tenant, and takes a thread after a look at its head under its lock. Of several
 * workers that want the same thread, those who come late skip it.
 */
final class WorkScan {
  private static final String AWAKE = "h4j_branch b JOIN h4j_thread t ON t.id = b.thread"
      + " WHERE b.status IN ('RUNNING', 'SUSPENDED') AND b.wake_at <= ?";
  private static final String OWNERS = "SELECT DISTINCT t.owner_host, t.owner_pid, t.owner_start,"
      + " t.owner_name FROM " + AWAKE + " AND t.fence > 0 AND t.lease_end > ? AND t.owner_host = ?";

  private WorkScan() {}

  /** @param host host whose dead processes can be told from living ones here */
  static List<Work> find(Db db, String host, Instant now, WorkQuery query) throws SQLException {
    long awake = Times.nanos(query.now());
    List<Owner> dead = db
        .list(Read.of(
            OWNERS,
            r -> new Owner(
                Names.id(r.getString(1)),
                r.getLong(2),
                Instant.ofEpochMilli(r.getLong(3)),
                Names.id(r.getString(4))),
            awake,
            now.toEpochMilli(),
            Names.text(host)))
        .stream()
        .filter(Owner::isDeadHere)
        .toList();
    List<Object> args = new ArrayList<>();
    String sql = oldest(dead, awake, now, query, args);
    List<Work> found = db.list(new Read<>(
        sql,
        args,
        r -> new Work(
            new ThreadKey(Names.id(r.getString(1)), Names.id(r.getString(2))),
            Names.id(r.getString(3)),
            Names.id(r.getString(4)),
            new Bodies(new ThreadKey(Names.id(r.getString(1)), Names.id(r.getString(2))))
                .checkpoint(r.getBytes(5))
                .at(),
            r.getString(6).equals(RunStatus.RUNNING.name())
                ? Claim.Reason.LEFT
                : Claim.Reason.READY)));
    return found.stream().filter(query::matches).toList();
  }

  /** Skipped threads and those that turn out to be none take places, so a few more are asked for. */
  private static String oldest(
      List<Owner> dead, long awake, Instant now, WorkQuery query, List<Object> args) {
    StringBuilder sql = new StringBuilder("SELECT tenant, name, branch, graph, body, status FROM"
        + " (SELECT t.tenant, t.name, b.name AS branch, b.graph, c.body, b.status,"
        + " ROW_NUMBER() OVER (PARTITION BY t.tenant ORDER BY c.made_at, t.name, b.name) AS place"
        + " FROM "
        + AWAKE.replace(
            " WHERE",
            " JOIN h4j_checkpoint c ON c.thread = b.thread" + " AND c.seq = " + Branch.HEAD
                + " WHERE")
        + " AND NOT (b.status = 'RUNNING' AND c.cause = ?)"
        + " AND (t.fence = 0 OR t.lease_end <= ?");
    Collections.addAll(args, awake, Cause.FORK.name(), now.toEpochMilli());
    for (Owner owner : dead) {
      sql.append(" OR (t.owner_host = ? AND t.owner_pid = ? AND t.owner_start = ?)");
      Collections.addAll(
          args, Names.text(owner.host()), owner.pid(), owner.processStart().toEpochMilli());
    }
    sql.append(')');
    anyOf(sql, args, "t.tenant", query.tenants());
    anyOf(sql, args, "b.graph", query.graphs());
    sql.append(") AS w WHERE place <= ?");
    args.add(4L * query.limit() + query.skip().size());
    return sql.toString();
  }

  private static void anyOf(
      StringBuilder sql, List<Object> args, String column, Set<String> names) {
    if (!names.isEmpty()) {
      sql.append(" AND ").append(column).append(" IN (");
      sql.append(String.join(", ", Collections.nCopies(names.size(), "?"))).append(')');
      names.forEach(name -> args.add(Names.text(name)));
    }
  }

  static Optional<Claim> claim(
      Db db, KeysCache cache, Work work, Owner owner, Instant now, Duration ttl, WorkQuery query)
      throws SQLException {
    Optional<ThreadRow> row = db.first(ThreadRow.lockIfFree(work.thread()));
    if (row.isEmpty() || row.get().isTaken(owner, now)) {
      return Optional.empty();
    }
    db.isIn(row.get().transaction());
    Optional<StoredState> head = States.head(db, cache, work.thread(), work.branch());
    Optional<Work> still = head.flatMap(h -> work(h, query.now()));
    if (head.isPresent() && still.isEmpty()) {
      sleep(db, row.get().id(), head.get(), query.now());
    }
    if (still.filter(query::matches).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Claim(
        Held.grant(db, row.get(), owner, now, ttl), work.branch(), still.get().reason()));
  }

  private static Optional<Work> work(StoredState head, Instant now) {
    Checkpoint c = head.checkpoint();
    boolean left = c.status() == RunStatus.RUNNING && c.cause() != Cause.FORK;
    boolean ready = c.status() == RunStatus.SUSPENDED && isReady(head, now);
    return left || ready
        ? Optional.of(new Work(
            c.ref().thread(),
            c.ref().branch(),
            c.graph().name(),
            c.at(),
            left ? Claim.Reason.LEFT : Claim.Reason.READY))
        : Optional.empty();
  }

  /**
   * Puts off a head that waits although something was answered, until the next of its questions ends: as long as it is looked at, it takes the place of
   * a younger one. An answer or a new question wakes it.
   */
  private static void sleep(Db db, long thread, StoredState head, Instant now) {
    Checkpoint c = head.checkpoint();
    if (c.status() == RunStatus.SUSPENDED) {
      long next = Long.MAX_VALUE;
      for (Question q : head.questions()) {
        Instant end = q.expiresAt();
        if (q.isOpen(now) && end != null) {
          next = Math.min(next, Times.nanos(end));
        }
      }
      db.write(Branch.SLEEP_UNTIL, next, thread, Names.branch(c.ref().branch()));
    }
  }

  private static boolean isReady(StoredState head, Instant now) {
    Set<TaskId> waits = new HashSet<>();
    Set<TaskId> open = new HashSet<>();
    for (Question q : head.questions()) {
      (q.isOpen(now) ? open : waits).add(q.task().task());
    }
    head.tasks().stream()
        .filter(r -> r.state() == TaskState.SUCCEEDED)
        .forEach(r -> open.add(r.key().task()));
    return head.checkpoint().frontier().stream()
        .map(PlannedTask::id)
        .anyMatch(task -> waits.contains(task) && !open.contains(task));
  }
}
