package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** PostgreSQL 13 and later. Classes of errors are those of its manual, appendix A. */
final class PostgresDialect implements Dialect {
  private static final Map<String, String> WORDS = Map.ofEntries(
      Map.entry("identity", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
      Map.entry("bytes", "BYTEA"),
      Map.entry("text", "TEXT COLLATE \"C\""),
      Map.entry("updated", " WITH (fillfactor = 70)"),
      Map.entry("fences", "CREATE SEQUENCE h4j_fence"),
      Map.entry("notices", ""),
      Map.entry("forUpdate", " FOR UPDATE"),
      Map.entry("ifFree", " FOR UPDATE SKIP LOCKED"),
      Map.entry("transaction", "CAST(pg_current_xact_id() AS TEXT)"),
      Map.entry("nextFence", "SELECT nextval('h4j_fence')"),
      Map.entry(
          "ids",
          "SELECT h.thread, CAST(unnest(string_to_array(h.value_ids, ',')) AS BIGINT) AS id FROM h"),
      Map.entry(
          "newest",
          "FROM n CROSS JOIN LATERAL (SELECT * FROM h4j_value x WHERE x.thread = n.thread AND x.id = n.id OFFSET 0) v"),
      Map.entry(
          "older",
          "FROM chain d CROSS JOIN LATERAL (SELECT * FROM h4j_value x WHERE x.thread = d.thread AND x.id = d.base OFFSET 0) v WHERE d.base > 0"));

  /** Locks of this number are ours: the letters of harden4j, cut to eight. */
  private static final long LOCK = 0x68617264656e346aL;

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Map<String, String> words() {
    return WORDS;
  }

  @Override
  public boolean takesScripts() {
    return true;
  }

  @Override
  public String lockSchema() {
    return "SELECT pg_advisory_xact_lock(" + LOCK + ")";
  }

  @Override
  public String findTable() {
    return "SELECT 1 FROM pg_class WHERE oid = to_regclass(?)";
  }

  @Override
  public String outcome() {
    return "SELECT pg_xact_status(CAST(? AS xid8))";
  }

  @Override
  public List<Write> note(byte[] what) {
    return List.of(PostgresNotices.note(what));
  }

  /** Autovacuum does. */
  @Override
  public String scrub() {
    return "";
  }

  @Override
  public Trouble trouble(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "40001", "40P01", "55P03" -> Trouble.CONFLICT;
      case "28P01", "28000" -> Trouble.LOGIN;
      case "3D000", "42P01", "3F000" -> Trouble.MISSING;
      case "42501" -> Trouble.DENIED;
      case "53100", "53200", "54000" -> Trouble.FULL;
      case "57P01", "57P02", "57P03", "53300" -> Trouble.LOST;
      case "XX001", "XX002" -> Trouble.DAMAGED;
      default -> state.startsWith("08") ? Trouble.LOST : Trouble.OTHER;
    };
  }

  /** Pools wrap the driver's error: the first state that is one counts. */
  private static String state(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException s && s.getSQLState() != null) {
        return s.getSQLState();
      }
    }
    return "";
  }
}
