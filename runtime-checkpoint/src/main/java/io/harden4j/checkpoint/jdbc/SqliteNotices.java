package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.internal.Notices;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks for new rows of the table of notices: SQLite has nothing that would tell of them. A look reads one entry of an index and takes no lock. */
final class SqliteNotices implements Notices<byte[]> {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String NOTE = "INSERT INTO h4j_notice (what) VALUES (?)";

  /** Who listens looks ten times a second: what is further behind was seen, or nobody listened. */
  private static final String FORGET =
      "DELETE FROM h4j_notice WHERE id <= (SELECT MAX(id) FROM h4j_notice) - 1000";

  private final Transactions transactions;
  private long seen;

  private SqliteNotices(Transactions transactions, long seen) {
    this.transactions = transactions;
    this.seen = seen;
  }

  static Notices<byte[]> open(Transactions transactions) {
    Read<Long> last = Read.of("SELECT COALESCE(MAX(id), 0) FROM h4j_notice", r -> r.getLong(1));
    return new SqliteNotices(
        transactions, transactions.read("begin to listen", db -> db.first(last).orElse(0L)));
  }

  static List<Write> note(byte[] what) {
    return List.of(Write.of(NOTE, (Object) what), Write.of(FORGET));
  }

  @Override
  public List<byte[]> next() {
    LockSupport.parkNanos(LOOK_NANOS);
    Read<Noted> later = Read.of(
        "SELECT id, what FROM h4j_notice WHERE id > ? ORDER BY id",
        r -> new Noted(r.getLong(1), r.getBytes(2)),
        seen);
    List<Noted> found = transactions.read("listen", db -> db.list(later));
    if (!found.isEmpty()) {
      seen = found.get(found.size() - 1).id();
    }
    return found.stream().map(Noted::what).toList();
  }

  @SuppressWarnings("ArrayRecordComponent") // rows are never compared
  private record Noted(long id, byte[] what) {}

  @Override
  public void close() {}
}
