package io.harden4j.examples.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few JDBC calls that the server needs, on one connection. Used by one thread at a time. */
final class Sql {
  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Returns what {@code mapper} makes of each row; values are bound, never spliced in. */
  <T> List<T> query(String sql, Mapper<T> mapper, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      List<T> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(mapper.map(found));
        }
      }
      return rows;
    }
  }

  /** Returns the first row, or empty. */
  <T> Optional<T> first(String sql, Mapper<T> mapper, Object... values) throws SQLException {
    return query(sql, mapper, values).stream().findFirst();
  }

  /** Runs an insert and returns the number that the database gave to the new row. */
  long insert(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
    return first("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  /**
   * Runs {@code work} in one transaction that holds the write lock from its beginning. A failure undoes it. The commands
   * are written out because the driver's own transactions take the lock while nothing happens.
   */
  <T> T inTransaction(Work<T> work) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try {
      T result = work.run();
      execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
  }

  private void rollBack(Exception cause) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Turns the current row into a value. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** What happens inside a transaction. */
  interface Work<T> {
    T run() throws SQLException;
  }
}
