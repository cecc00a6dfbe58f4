package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** SQLite 3.35 and later, in WAL mode; a write transaction begins by taking the database's one write lock. */
final class SqliteDialect implements Dialect {
  private static final Map<String, String> WORDS = Map.ofEntries(
      Map.entry("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"),
      Map.entry("bytes", "BLOB"),
      Map.entry("text", "TEXT"),
      Map.entry("updated", ""),
      Map.entry(
          "fences",
          "CREATE TABLE h4j_fence (id INTEGER PRIMARY KEY, value INTEGER NOT NULL);"
              + " INSERT INTO h4j_fence (id, value) VALUES (1, 0)"),
      Map.entry(
          "notices",
          "CREATE TABLE h4j_notice (id INTEGER PRIMARY KEY AUTOINCREMENT, what BLOB NOT NULL)"),
      Map.entry("forUpdate", ""),
      Map.entry("ifFree", ""),
      Map.entry("transaction", "''"),
      Map.entry("nextFence", "UPDATE h4j_fence SET value = value + 1 WHERE id = 1 RETURNING value"),
      Map.entry(
          "ids",
          "SELECT h.thread, CAST(j.value AS INTEGER) AS id FROM h, json_each('[' || h.value_ids || ']') AS j"),
      Map.entry(
          "newest", "FROM n CROSS JOIN h4j_value v WHERE v.thread = n.thread AND v.id = n.id"),
      Map.entry(
          "older",
          "FROM chain d CROSS JOIN h4j_value v WHERE d.base > 0 AND v.thread = d.thread AND v.id = d.base"));

  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READ_ONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NOT_A_DATABASE = 26;

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Map<String, String> words() {
    return WORDS;
  }

  @Override
  public boolean takesScripts() {
    return false;
  }

  @Override
  public String lockSchema() {
    return "";
  }

  @Override
  public String findTable() {
    return "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
  }

  @Override
  public String outcome() {
    return "";
  }

  @Override
  public List<Write> note(byte[] what) {
    return SqliteNotices.note(what);
  }

  /** Deleted rows are overwritten (secure_delete); what they were still stands in the log until that is emptied. */
  @Override
  public String scrub() {
    return "PRAGMA wal_checkpoint(TRUNCATE)";
  }

  /** The lower byte of a code is its class, see sqlite.org/rescode.html. */
  @Override
  public Trouble trouble(SQLException e) {
    return switch (e.getErrorCode() & 0xFF) {
      case BUSY, LOCKED -> Trouble.CONFLICT;
      case READ_ONLY, CANNOT_OPEN -> Trouble.DENIED;
      case FULL -> Trouble.FULL;
      case CORRUPT, NOT_A_DATABASE -> Trouble.DAMAGED;
      default -> Trouble.OTHER;
    };
  }
}
