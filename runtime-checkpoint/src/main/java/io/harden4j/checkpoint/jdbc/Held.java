package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives threads to owners and takes them back. */
final class Held {
  private static final String NEW_THREAD =
      "INSERT INTO h4j_thread (name_hash, tenant_key, tenant, name, last_seq, last_entry, fence,"
          + " lease_end, owner_host, owner_pid, owner_start, owner_name, noted)"
          + " VALUES (?, ?, ?, ?, 0, 0, 0, 0, '', 0, 0, '', " + ThreadRow.NOTHING
          + ") ON CONFLICT (name_hash) DO NOTHING";
  private static final String GRANT =
      "UPDATE h4j_thread SET fence = ?, lease_end = ?, owner_host = ?, owner_pid = ?,"
          + " owner_start = ?, owner_name = ? WHERE id = ?";
  private static final String RENEW = "UPDATE h4j_thread SET lease_end = ? WHERE id = ?";
  private static final String RELEASE = "UPDATE h4j_thread SET fence = 0 WHERE id = ?";
  private static final String REMOVE = "DELETE FROM h4j_thread WHERE id = ?";

  private Held() {}

  static Optional<Lease> acquire(Db db, ThreadKey thread, Owner owner, Instant now, Duration ttl)
      throws SQLException {
    ThreadRow row = lockOrCreate(db, thread);
    if (row.isTaken(owner, now)) {
      return Optional.empty();
    }
    return Optional.of(grant(db, row, owner, now, ttl));
  }

  /** Gives a locked thread to an owner under the next fence. */
  static Lease grant(Db db, ThreadRow row, Owner owner, Instant now, Duration ttl)
      throws SQLException {
    long fence = db.first(Read.of("{nextFence}", r -> r.getLong(1))).orElseThrow();
    Lease lease = new Lease(row.key(), owner, fence, end(now, ttl));
    db.write(
        GRANT,
        fence,
        lease.until().toEpochMilli(),
        Names.text(owner.host()),
        owner.pid(),
        owner.processStart().toEpochMilli(),
        Names.text(owner.name()),
        row.id());
    return lease;
  }

  /** A thread that another process removes between our two looks is looked for again. */
  private static ThreadRow lockOrCreate(Db db, ThreadKey thread) throws SQLException {
    while (true) {
      Optional<ThreadRow> row = db.first(ThreadRow.lock(thread));
      if (row.isPresent()) {
        db.isIn(row.get().transaction());
        return row.get();
      }
      db.now(Write.of(
          NEW_THREAD,
          Names.hash(thread),
          Names.number(thread.tenant()),
          Names.text(thread.tenant()),
          Names.text(thread.threadId())));
    }
  }

  static Optional<Lease> renew(Db db, ThreadRow row, Lease lease, Instant now, Duration ttl) {
    if (!row.isNewest(lease)) {
      return Optional.empty();
    }
    Lease renewed = new Lease(row.key(), lease.owner(), lease.fence(), end(now, ttl));
    db.write(RENEW, renewed.until().toEpochMilli(), row.id());
    return Optional.of(renewed);
  }

  /** Gives a lease back; of a thread without checkpoints nothing stays. Returns whether it was such a one. */
  static boolean release(Db db, ThreadRow row, Lease lease) throws SQLException {
    if (!row.isNewest(lease)) {
      return false;
    }
    List<String> statuses = db.list(Read.of(
        "SELECT DISTINCT status FROM h4j_branch WHERE thread = ?", r -> r.getString(1), row.id()));
    boolean empty = statuses.isEmpty();
    if (empty) {
      Records.removeAll(db, row.id());
    } else if (statuses.contains(RunStatus.RUNNING.name())) {
      db.note(new byte[0]);
    }
    db.write(empty ? REMOVE : RELEASE, row.id());
    return empty;
  }

  private static Instant end(Instant now, Duration ttl) {
    return Instant.ofEpochMilli(now.toEpochMilli() + ttl.toMillis());
  }
}
