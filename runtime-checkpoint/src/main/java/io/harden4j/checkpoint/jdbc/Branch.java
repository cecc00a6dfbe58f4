package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.ThreadKey;

/**
 * Where a branch stands.
 *
 * @param head       sequence number of its newest checkpoint
 * @param forkedFrom sequence number of the checkpoint it left from, 0 for a first branch
 */
record Branch(long head, long forkedFrom) {
  static final String PUT =
      "INSERT INTO h4j_branch (thread, name_hash, tenant_key, name, head, forked_from, graph, status,"
          + " wake_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)";
  static final String MOVE = "UPDATE h4j_branch SET head = ?, graph = ?, status = ?, wake_at = 0"
      + " WHERE thread = ? AND name_hash = ?";

  /**
   * Sets when a head that waits may wait no longer: at once if anything it asked is answered, else when the first question ends. It may be too early,
   * never too late.
   */
  static final String SLEEP =
      "UPDATE h4j_branch SET wake_at = COALESCE((SELECT CASE WHEN MIN(q.waiting) = 0 THEN 0"
          + " ELSE MIN(q.expires_at) END FROM h4j_question q"
          + " WHERE q.thread = ? AND q.line = ? AND q.visit >= ?), 0)"
          + " WHERE thread = ? AND name_hash = ?";

  /** Sets when a head that waits is looked at again. */
  static final String SLEEP_UNTIL =
      "UPDATE h4j_branch SET wake_at = ? WHERE thread = ? AND name_hash = ?";

  /** Lets a head that waits be looked at. */
  static final String WAKE = "UPDATE h4j_branch SET wake_at = 0 WHERE thread = ? AND name_hash = ?";

  /** Head of a branch {@code b} whose thread's row is {@code t}: of the branch that got the newest number, that one. */
  static final String HEAD =
      "CASE WHEN t.newest_branch = b.name_hash THEN t.last_seq ELSE b.head END";

  /** Writes down where the branch stands that got the newest number, before another one gets a newer. */
  static final String SETTLE = "UPDATE h4j_branch SET head = ? WHERE thread = ? AND name_hash = ?";

  /** Finds where a branch stands, by the numbers and hashes of thread and branch. */
  static final String FIND_HEAD = "SELECT 0, COALESCE((SELECT t.last_seq FROM h4j_thread t"
      + " WHERE t.id = b.thread AND t.newest_branch = b.name_hash), b.head), NULL"
      + " FROM h4j_branch b WHERE b.thread = ? AND b.name_hash = ?";

  /** Finds a branch of a thread by their names, so that it can be asked for together with the thread. */
  static Read<Branch> find(ThreadKey thread, String branch) {
    String sql = "SELECT COALESCE((SELECT t.last_seq FROM h4j_thread t WHERE t.id = b.thread"
        + " AND t.newest_branch = b.name_hash), b.head), b.forked_from FROM h4j_branch b"
        + " WHERE b.name_hash = ? AND b.thread = (SELECT id FROM h4j_thread WHERE name_hash = ?)";
    return Read.of(
        sql, r -> new Branch(r.getLong(1), r.getLong(2)), Names.branch(branch), Names.hash(thread));
  }
}
