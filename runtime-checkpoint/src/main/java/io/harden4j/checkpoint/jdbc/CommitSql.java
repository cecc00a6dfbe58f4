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

  /** The branch got the newest number before, so giving it the next one moves its head. */
  private static final String CLAIM =
      "WITH claim AS (UPDATE h4j_thread SET last_seq = ?, last_entry = ? WHERE id = ? AND fence = ?"
          + " AND lease_end > ? AND last_seq = ? AND last_entry = ? AND newest_branch = ?"
          + " RETURNING id)";

  /** The branch is found by a number, not by a join: for a join the planner may go through all branches while the table is new. */
  private static final String MOVE =
      ", moved AS (UPDATE h4j_branch SET head = ?, graph = ?, status = ?, wake_at = 0"
          + " WHERE thread = (SELECT id FROM claim) AND name_hash = ? RETURNING thread)";

  private record Shape(boolean moves, int entries, int tags) {}

  private final Map<Shape, String> byShape = new ConcurrentHashMap<>();

  /**
   * Returns the text for a commit with so many entries and tags.
   *
   * @param moves whether the row of the branch is written as well
   */
  String of(boolean moves, int entries, int tags) {
    return byShape.computeIfAbsent(new Shape(moves, entries, tags), CommitSql::text);
  }

  private static String text(Shape shape) {
    StringBuilder sql = new StringBuilder(CLAIM);
    String from = " FROM claim";
    if (shape.moves()) {
      sql.append(MOVE);
      from = " FROM moved";
    }
    for (int i = 0; i < shape.entries(); i++) {
      add(sql, "entry" + i, selecting(Rows.VALUE, from));
    }
    for (int i = 0; i < shape.tags(); i++) {
      add(sql, "tag" + i, selecting(Rows.TAG, from));
    }
    return sql.append(' ').append(selecting(Rows.CHECKPOINT, from)).toString();
  }

  private static void add(StringBuilder sql, String name, String insert) {
    sql.append(", ").append(name).append(" AS (").append(insert).append(')');
  }

  /** Returns an insert that happens once the thread was claimed, and not otherwise. */
  private static String selecting(String insert, String from) {
    int values = insert.indexOf(" VALUES (");
    String marks = insert.substring(values + " VALUES (".length(), insert.length() - 1);
    return insert.substring(0, values) + " SELECT " + marks + from;
  }
}
