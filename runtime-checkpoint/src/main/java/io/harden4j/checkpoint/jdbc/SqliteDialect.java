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
          "SELECT h.thread, CAST(j.value AS INTEGER) AS id FROM h, json_each('[' || h.value_ids || ']') AS j"));

  /** CROSS JOIN keeps the order of tables, see sqlite.org/optoverview.html. */
  private static final String STATE =
      "WITH RECURSIVE c AS MATERIALIZED (SELECT c.thread, %s AS noted, c.value_ids, c.body"
          + " FROM (SELECT id, noted, last_seq, newest_branch FROM h4j_thread WHERE name_hash = ?) t CROSS JOIN h4j_branch b"
          + " ON b.thread = t.id AND b.name_hash = ? CROSS JOIN h4j_checkpoint c"
          + " ON c.thread = t.id AND c.seq = %s AND c.branch_hash = b.name_hash),"
          + " chain (thread, id, base, version, codec_schema, ns, name, kind, codec, key_id, data)"
          + " AS (SELECT v.thread, v.id, v.base, v.version, v.codec_schema, v.ns, v.name, v.kind,"
          + " v.codec, v.key_id, v.data FROM c CROSS JOIN json_each('[' || c.value_ids || ']') j"
          + " CROSS JOIN h4j_value v ON v.thread = c.thread AND v.id = CAST(j.value AS INTEGER)"
          + " UNION ALL SELECT v.thread, v.id, v.base, v.version, v.codec_schema, v.ns, v.name, v.kind,"
          + " v.codec, v.key_id, v.data FROM chain d CROSS JOIN h4j_value v"
          + " ON d.base > 0 AND v.thread = d.thread AND v.id = d.base)"
          + " SELECT c.thread, c.noted, CASE WHEN c.value_ids = '' OR v.id > 0 THEN c.body END, v.id, v.base, v.version, v.codec_schema, v.ns, v.name,"
          + " v.kind, v.codec, v.key_id, v.data, c.value_ids FROM c LEFT JOIN chain v ON TRUE";

  private static final String HEAD = String.format(STATE, "t.noted", Branch.HEAD);
  private static final String POINT = String.format(STATE, Dialect.NOTED_OF_HEAD, "?");

  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READ_ONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NOT_A_DATABASE = 26;

  private final Words words = new Words(WORDS);

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Words words() {
    return words;
  }

  @Override
  public String head(boolean withChains) {
    return HEAD;
  }

  @Override
  public String point() {
    return POINT;
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
