package io.harden4j.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection in use: runs queries at once and collects changes, to send them together. Not thread-safe. */
final class Db {
  /** Longest script of one round trip; longer ones are sent as batches. */
  private static final int SCRIPT = 24;

  private static final int BATCH = 200;

  private final Connection connection;
  private final Dialect dialect;
  private final List<Write> writes = new ArrayList<>();
  private String transaction = "";

  Db(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Returns the id of the transaction as far as the database has told one, else empty. */
  String transaction() {
    return transaction;
  }

  void isIn(String newTransaction) {
    transaction = newTransaction;
  }

  /** Runs a query; it sees the changes made so far. */
  <T> List<T> list(Read<T> read) throws SQLException {
    flush();
    try (PreparedStatement s = connection.prepareStatement(dialect.sql(read.sql()))) {
      bind(s, 1, read.args());
      try (ResultSet rows = s.executeQuery()) {
        return rows(rows, read);
      }
    }
  }

  <T> Optional<T> first(Read<T> read) throws SQLException {
    List<T> found = list(read);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** Runs two queries, one after the other, in one round trip where the database can; the second sees what the first waited for. */
  <A, B> Both<A, B> both(Read<A> one, Read<B> two) throws SQLException {
    if (!dialect.takesScripts()) {
      return new Both<>(list(one), list(two));
    }
    String script = dialect.sql(one.sql() + "; " + two.sql());
    try (PreparedStatement s = connection.prepareStatement(script)) {
      bind(s, bind(s, 1, one.args()), two.args());
      s.execute();
      List<A> first;
      try (ResultSet rows = s.getResultSet()) {
        first = rows(rows, one);
      }
      s.getMoreResults();
      try (ResultSet rows = s.getResultSet()) {
        return new Both<>(first, rows(rows, two));
      }
    }
  }

  /** Results of two queries. */
  record Both<A, B>(List<A> one, List<B> two) {}

  private static <T> List<T> rows(ResultSet rows, Read<T> read) throws SQLException {
    List<T> found = new ArrayList<>();
    while (rows.next()) {
      found.add(read.row().of(rows));
    }
    return found;
  }

  /** Changes something at once and returns how many rows. */
  int now(Write write) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(dialect.sql(write.sql()))) {
      bind(s, 1, write.args());
      return s.executeUpdate();
    }
  }

  /** Changes something before the transaction ends, in the order of the calls. */
  void write(String sql, @Nullable Object... args) {
    writes.add(Write.of(sql, args));
  }

  void write(Write write) {
    writes.add(write);
  }

  /** Tells other processes of something when the transaction commits. */
  void note(byte[] what) {
    dialect.note(what).forEach(writes::add);
  }

  /** Sends the changes and commits, in one round trip where the database can. */
  void commit() throws SQLException {
    if (!writes.isEmpty() && writes.size() <= SCRIPT && dialect.takesScripts()) {
      script();
    } else {
      flush();
    }
    connection.commit();
  }

  private void script() throws SQLException {
    StringBuilder sql = new StringBuilder();
    writes.forEach(w -> sql.append(w.sql()).append("; "));
    try (PreparedStatement s =
        connection.prepareStatement(dialect.sql(sql.append("COMMIT").toString()))) {
      int at = 1;
      for (Write w : writes) {
        at = bind(s, at, w.args());
      }
      s.execute();
    }
    writes.clear();
  }

  /** Sends the changes made so far; they are not committed. */
  void flush() throws SQLException {
    for (int from = 0; from < writes.size(); ) {
      String sql = writes.get(from).sql();
      int to = from + 1;
      while (to < writes.size() && to - from < BATCH && writes.get(to).sql().equals(sql)) {
        to++;
      }
      batch(sql, writes.subList(from, to));
      from = to;
    }
    writes.clear();
  }

  private void batch(String sql, List<Write> same) throws SQLException {
    if (same.size() == 1) {
      now(same.get(0));
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(dialect.sql(sql))) {
      for (Write w : same) {
        bind(s, 1, w.args());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private static int bind(PreparedStatement s, int from, List<? extends @Nullable Object> args)
      throws SQLException {
    int at = from;
    for (Object arg : args) {
      if (arg instanceof Long n) {
        s.setLong(at, n);
      } else if (arg instanceof Integer n) {
        s.setInt(at, n);
      } else if (arg instanceof byte[] bytes) {
        s.setBytes(at, bytes);
      } else {
        s.setString(at, (String) arg);
      }
      at++;
    }
    return at;
  }
}
