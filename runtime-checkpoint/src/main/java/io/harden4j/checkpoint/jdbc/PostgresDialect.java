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
          "SELECT h.thread, CAST(unnest(string_to_array(h.value_ids, ',')) AS BIGINT) AS id FROM h"));

  private static final String COLUMNS =
      "v.id, v.base, v.version, v.codec_schema, v.ns, v.name, v.kind, v.codec, v.key_id, v.data";
  private static final String NEWEST = "SELECT " + COLUMNS + " FROM h4j_value v"
      + " WHERE v.thread = c.thread AND v.id = ANY(CAST(string_to_array(c.value_ids, ',') AS BIGINT[]))";
  private static final String CHAINS = "WITH RECURSIVE chain AS (" + NEWEST + " UNION ALL SELECT "
      + COLUMNS + " FROM chain d CROSS JOIN LATERAL (SELECT * FROM h4j_value x"
      + " WHERE x.thread = c.thread AND x.id = d.base OFFSET 0) v WHERE d.base > 0)"
      + " SELECT * FROM chain";

  /**
   * Goes from one table to the next by LATERAL and OFFSET 0: the planner is not left to choose their order, which it does badly while they are new. The
   * body is sent with one entry only. Parts: noted, seq, entries.
   */
  private static final String STATE =
      "SELECT c.thread, %s, CASE WHEN c.value_ids = '' OR CAST(v.id AS TEXT) = split_part(c.value_ids, ',', 1)"
          + " THEN c.body END, " + COLUMNS + ", CASE WHEN v.id IS NULL"
          + " OR CAST(v.id AS TEXT) = split_part(c.value_ids, ',', 1) THEN c.value_ids END"
          + " FROM (SELECT t.id, t.noted, t.last_seq, t.newest_branch FROM h4j_thread t"
          + " WHERE t.name_hash = ? OFFSET 0) t CROSS JOIN LATERAL (SELECT b.head, b.name_hash"
          + " FROM h4j_branch b WHERE b.thread = t.id AND b.name_hash = ? OFFSET 0) b"
          + " CROSS JOIN LATERAL (SELECT c.thread, c.seq, c.value_ids, c.body FROM h4j_checkpoint c"
          + " WHERE c.thread = t.id AND c.seq = %s AND c.branch_hash = b.name_hash OFFSET 0) c"
          + " LEFT JOIN LATERAL (%s) v ON TRUE";

  private static final String HEAD = String.format(STATE, "t.noted", Branch.HEAD, NEWEST);
  private static final String WHOLE_HEAD = String.format(STATE, "t.noted", Branch.HEAD, CHAINS);
  private static final String POINT = String.format(STATE, Dialect.NOTED_OF_HEAD, "?", CHAINS);

  /** Locks of this number are ours: the letters of harden4j, cut to eight. */
  private static final long LOCK = 0x68617264656e346aL;

  private final Words words = new Words(WORDS);

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Words words() {
    return words;
  }

  @Override
  public String head(boolean withChains) {
    return withChains ? WHOLE_HEAD : HEAD;
  }

  @Override
  public String point() {
    return POINT;
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
