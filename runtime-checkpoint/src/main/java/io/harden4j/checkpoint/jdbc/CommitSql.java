package io.harden4j.checkpoint.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text of a {@link FastCommit}, by how many rows it adds. The same object each time, so neither we nor the driver put it together or look through it again.
 * Thread-safe.
 */
final class CommitSql {
  /** A commit with more rows is sent the other way. */
  static final int MOST_ROWS = 12;

  /** The branch is found by a number, not by a join: for a join the planner may go through all branches while the table is new. */
  private static final String CLAIM =
      "WITH claim AS (UPDATE h4j_thread SET last_seq = ?, last_entry = ? WHERE id = ? AND fence = ?"
          + " AND lease_end > ? AND last_seq = ? AND last_entry = ? RETURNING id), moved AS"
          + " (UPDATE h4j_branch SET head = ?, graph = ?, status = ?, wake_at = 0"
          + " WHERE thread = (SELECT id FROM claim) AND name_hash = ? AND head = ? RETURNING thread)";

  private final Map<Integer, String> byShape = new ConcurrentHashMap<>();

  /** Returns the text for a commit with so many entries and tags. */
  String of(int entries, int tags) {
    return byShape.computeIfAbsent(entries * MOST_ROWS + tags, shape -> text(entries, tags));
  }

  private static String text(int entries, int tags) {
    StringBuilder sql = new StringBuilder(CLAIM);
    for (int i = 0; i < entries; i++) {
      add(sql, "entry" + i, Rows.VALUE);
    }
    for (int i = 0; i < tags; i++) {
      add(sql, "tag" + i, Rows.TAG);
    }
    return sql.append(' ').append(selecting(Rows.CHECKPOINT)).toString();
  }

  private static void add(StringBuilder sql, String name, String insert) {
    sql.append(", ").append(name).append(" AS (").append(selecting(insert)).append(')');
  }

  /** Returns an insert that happens once the branch was moved, and not otherwise. */
  private static String selecting(String insert) {
    int values = insert.indexOf(" VALUES (");
    String marks = insert.substring(values + " VALUES (".length(), insert.length() - 1);
    return insert.substring(0, values) + " SELECT " + marks + " FROM moved";
  }
}
