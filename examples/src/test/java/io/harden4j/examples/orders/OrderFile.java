package io.harden4j.examples.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A database file of a test: copies of one that was made before, and queries that read it from outside. */
record OrderFile(Path path) {

  static OrderFile in(Path directory, String name) {
    OrderDatabase.create(directory.resolve(name), OrderDatabase.TODAY, OrderDatabase.SEED);
    return new OrderFile(directory.resolve(name));
  }

  OrderFile copyTo(Path directory) throws IOException {
    return new OrderFile(Files.copy(path, directory.resolve("orders.db")));
  }

  /** Returns each row as its values, joined by a bar. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = OrderDatabase.open(path);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(found.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    }
  }

  void execute(String command) throws SQLException {
    try (Connection connection = OrderDatabase.open(path);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  long count(String fromAndWhere) throws SQLException {
    return Long.parseLong(rows("SELECT count(*) FROM " + fromAndWhere).get(0));
  }

  /** Returns every table with every row. */
  String dump() throws SQLException {
    StringBuilder dump = new StringBuilder();
    for (String table : rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
      dump.append(table)
          .append('\n')
          .append(rows("SELECT * FROM " + table).stream().collect(Collectors.joining("\n")));
    }
    return dump.toString();
  }
}
