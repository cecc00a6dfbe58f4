package io.harden4j.checkpoint.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** A query, and how a row of its result is read. */
record Read<T>(String sql, List<Object> args, Row<T> row) {
  /** Reads the row that a result stands on. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static <T> Read<T> of(String sql, Row<T> row, Object... args) {
    return new Read<>(sql, Arrays.asList(args), row);
  }
}
