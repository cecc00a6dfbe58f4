package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;
import java.util.List;

/** What differs between databases. */
interface Dialect {
  /** What was noted of a checkpoint's branch, if it is the head: of others, nothing counts. */
  String NOTED_OF_HEAD =
      "CASE WHEN " + Branch.HEAD + " = c.seq THEN t.noted ELSE " + ThreadRow.NOTHING + " END";

  /** Returns the store's name for traces. */
  String name();

  /** Returns what stands for each word in braces. */
  Words words();

  /**
   * Returns the query for a head, for the hashes of a thread and a branch. Each row holds number and {@code noted} of the thread, the body of the
   * checkpoint (at least once), and an entry it sees: id, base, version, codec_schema, ns, name, kind, codec, key_id, data, all null if there is none. Where the body is,
   * {@code value_ids} stands behind all that.
   *
   * @param withChains whether entries must be there that others build upon; a database that is asked once more for those may leave them out otherwise
   */
  String head(boolean withChains);

  /** Returns the same query for any checkpoint, by its sequence number behind the hashes; for one that is no head, nothing is noted. */
  String point();

  /** Says whether one round trip may carry several statements, parted by semicolons. */
  boolean takesScripts();

  /** Returns an SQL text that keeps other processes from changing the schema until the transaction ends; empty where the begin does. */
  String lockSchema();

  /** Returns a query with one row if there is a table of this name. */
  String findTable();

  /** Returns a query for what became of a transaction by its id: {@code committed}, {@code aborted} or {@code in progress}. */
  String outcome();

  /** Returns what writes a notice for other processes: the hash of the id of a question that was answered, or nothing, for a thread that is free. */
  List<Write> note(byte[] what);

  /** Returns a query that takes what was deleted out of the database's files; empty where the database does so by itself. */
  String scrub();

  /** Says what is wrong with the database. */
  Trouble trouble(SQLException e);

  /** Replaces the words in braces. */
  default String sql(String text) {
    return words().in(text);
  }
}
