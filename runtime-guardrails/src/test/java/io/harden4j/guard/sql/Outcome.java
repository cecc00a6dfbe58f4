package io.harden4j.guard.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What executing a text did: rows, whose order does not count, or an error. */
record Outcome(List<String> rows, String error) {
  static Outcome of(Connection connection, String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(text(results.getObject(i))).append('|');
        }
        rows.add(row.toString());
      }
      return sorted(rows);
    } catch (SQLException e) {
      return new Outcome(List.of(), String.valueOf(e.getSQLState()));
    }
  }

  static Outcome of(GovernedDatabase database, String sql) {
    List<String> rows = new ArrayList<>();
    for (List<@Nullable Object> values : database.query(sql, Shop.ANA).rows()) {
      StringBuilder row = new StringBuilder();
      values.forEach(value -> row.append(text(value)).append('|'));
      rows.add(row.toString());
    }
    return sorted(rows);
  }

  private static Outcome sorted(List<String> rows) {
    rows.sort(null);
    return new Outcome(rows, "");
  }

  private static String text(@Nullable Object value) {
    return value instanceof java.math.BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  boolean isMarked() {
    return rows.stream()
        .anyMatch(row -> row.contains(TwoTenants.MARK)
            || row.matches(".*(?<![0-9.])(1000\\d{3}|5000\\d{3})(?![0-9]).*")
            || row.contains("1999-01"));
  }
}
