package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.ThreadKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of a thread.
 *
 * @param id          number, never given to another thread
 * @param key         name
 * @param lastSeq     newest sequence number given out
 * @param lastValue   newest number of an entry given out
 * @param newest      lease given out last, ended or not; null once it was released
 * @param noted       latest visit that anything was recorded of, {@link #NOTHING} if nothing was
 * @param newestBranch hash of the branch that {@code lastSeq} was given out to, null if that is not known
 * @param transaction id of the transaction that reads it, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
record ThreadRow(
    long id,
    ThreadKey key,
    long lastSeq,
    long lastValue,
    @Nullable Lease newest,
    int noted,
    byte @Nullable [] newestBranch,
    String transaction) {
  /** No visit is less. */
  static final int NOTHING = Integer.MIN_VALUE;

  private static final String COLUMNS =
      "id, tenant, name, last_seq, last_entry, fence, lease_end, owner_host, owner_pid, owner_start,"
          + " owner_name, noted, newest_branch, ";

  /** Finds a thread. */
  static Read<ThreadRow> find(ThreadKey thread) {
    String sql = "SELECT " + COLUMNS + "'' FROM h4j_thread WHERE name_hash = ?";
    return Read.of(sql, ThreadRow::of, (Object) Names.hash(thread));
  }

  /** Finds a thread and keeps everybody else from changing it until the transaction ends. */
  static Read<ThreadRow> lock(ThreadKey thread) {
    String sql =
        "SELECT " + COLUMNS + "{transaction} FROM h4j_thread WHERE name_hash = ?{forUpdate}";
    return Read.of(sql, ThreadRow::of, (Object) Names.hash(thread));
  }

  /** Locks a thread unless somebody else has locked it; then it is not found where the database can skip it. */
  static Read<ThreadRow> lockIfFree(ThreadKey thread) {
    String sql = "SELECT " + COLUMNS + "{transaction} FROM h4j_thread WHERE name_hash = ?{ifFree}";
    return Read.of(sql, ThreadRow::of, (Object) Names.hash(thread));
  }

  private static ThreadRow of(ResultSet r) throws SQLException {
    ThreadKey key = new ThreadKey(Names.id(r.getString(2)), Names.id(r.getString(3)));
    long fence = r.getLong(6);
    Owner owner = new Owner(
        Names.id(r.getString(8)),
        r.getLong(9),
        Instant.ofEpochMilli(r.getLong(10)),
        Names.id(r.getString(11)));
    Lease newest =
        fence == 0 ? null : new Lease(key, owner, fence, Instant.ofEpochMilli(r.getLong(7)));
    return new ThreadRow(
        r.getLong(1),
        key,
        r.getLong(4),
        r.getLong(5),
        newest,
        r.getInt(12),
        r.getBytes(13),
        r.getString(14));
  }

  boolean isNewest(Lease lease) {
    return newest != null && newest.fence() == lease.fence();
  }

  /** Returns the lease that is in force, or null. */
  @Nullable
  Lease inForce(Instant now) {
    return newest != null && now.isBefore(newest.until()) ? newest : null;
  }

  /** Says whether somebody else may still work on the thread, or the owner itself. */
  boolean isTaken(Owner owner, Instant now) {
    Lease held = inForce(now);
    return held != null && (held.owner().equals(owner) || !held.owner().isDeadHere());
  }
}
