package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.ThreadKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transaction that holds the lock of one thread's row. Not thread-safe. */
final class ThreadTx {
  private final Db db;
  private final ThreadRow row;
  private final Instant now;
  private final Bodies bodies;
  private int noted;
  private Runnable afterwards = () -> {};

  ThreadTx(Db db, ThreadRow row, Instant now) {
    this.db = db;
    this.row = row;
    this.now = now;
    this.bodies = new Bodies(row.key());
    this.noted = row.noted();
    db.isIn(row.transaction());
  }

  Db db() {
    return db;
  }

  ThreadRow row() {
    return row;
  }

  long id() {
    return row.id();
  }

  ThreadKey key() {
    return row.key();
  }

  Instant now() {
    return now;
  }

  Bodies bodies() {
    return bodies;
  }

  /** Returns the sequence number that the next checkpoint of the thread gets. */
  long nextSeq() {
    return row.lastSeq() + 1;
  }

  void require(Lease lease) {
    if (!row.isNewest(lease) || row.inForce(now) == null) {
      throw new FencedException(lease);
    }
  }

  <T> Optional<T> first(Read<T> read) throws SQLException {
    return db.first(read);
  }

  <T> List<T> list(Read<T> read) throws SQLException {
    return db.list(read);
  }

  void write(String sql, @Nullable Object... args) {
    db.write(sql, args);
  }

  /** Remembers that something is recorded of a task: who reads a head looks for it only then. */
  void noted(int visit) {
    if (visit > noted) {
      noted = visit;
      write("UPDATE h4j_thread SET noted = ? WHERE id = ?", visit, id());
    }
  }

  /** Sets what is done once the transaction is committed. */
  void afterwards(Runnable then) {
    afterwards = then;
  }

  void committed() {
    afterwards.run();
  }

  /** Remembers which numbers were given out, and to which branch. */
  void gaveOut(long seq, long value, String branch) {
    byte[] newest = Names.branch(branch);
    byte[] before = row.newestBranch();
    if (before != null && !Arrays.equals(before, newest)) {
      write(Branch.SETTLE, row.lastSeq(), id(), before);
    }
    write(
        "UPDATE h4j_thread SET last_seq = ?, last_entry = ?, newest_branch = ? WHERE id = ?",
        seq,
        value,
        newest,
        id());
  }

  /** Removes all that is known of the thread but its row, which remembers the numbers that were given out. */
  void removeAll() {
    Records.removeAll(db, id());
    write("UPDATE h4j_thread SET newest_branch = NULL WHERE id = ?", id());
  }
}
