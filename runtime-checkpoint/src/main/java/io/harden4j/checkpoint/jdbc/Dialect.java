package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What differs between databases. */
interface Dialect {
  /** Returns the store's name for traces. */
  String name();

  /** Returns what stands for each word in braces. */
  Map<String, String> words();

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
    String sql = text;
    if (sql.indexOf('{') < 0) {
      return sql;
    }
    for (Map.Entry<String, String> word : words().entrySet()) {
      sql = sql.replace('{' + word.getKey() + '}', word.getValue());
    }
    return sql;
  }
}
