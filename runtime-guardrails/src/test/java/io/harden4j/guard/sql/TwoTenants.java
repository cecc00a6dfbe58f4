package io.harden4j.guard.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** Fills a database with a shop whose rows belong to one or two tenants. Values of globex are never among those of acme, nor in any query. */
final class TwoTenants {
  /** Stands in every text of globex. */
  static final String MARK = "zqx";

  private static final List<String> WORDS =
      List.of("open", "paid", "late", "gift", "Rom", "Ulm", "Bern");

  private TwoTenants() {}

  /** Creates the tables; only a full database has what a governor hides. */
  static void create(Connection to, boolean full) throws SQLException {
    run(
        to,
        "CREATE TABLE orders (id integer, tenant_id varchar(20), customer_id integer, total integer,"
            + " status varchar(40), note varchar(80), created_at timestamp"
            + (full ? ", internal varchar(40)" : "") + ")");
    run(
        to,
        "CREATE TABLE customers (id integer, tenant_id varchar(20), name varchar(40), city varchar(40)"
            + (full ? ", password_hash varchar(40)" : "") + ")");
    run(to, "CREATE TABLE countries (code varchar(40), label varchar(40))");
    for (String code : List.of("open", "Rom", "DE", "IT")) {
      run(to, "INSERT INTO countries VALUES ('" + code + "', 'land " + code + "')");
    }
    if (full) {
      run(to, "CREATE TABLE secrets (id integer, tenant_id varchar(20), hidden varchar(40))");
      run(
          to,
          "INSERT INTO secrets VALUES (1, 'acme', '" + MARK + "-hidden'), (2, 'globex', '" + MARK
              + "-hidden')");
    }
  }

  /** Adds the rows of acme. */
  static void acme(Connection to, boolean full, SqlDialect dialect) throws SQLException {
    Random random = new Random(11);
    for (int i = 1; i <= 12; i++) {
      run(
          to,
          "INSERT INTO customers VALUES (" + i + ", 'acme', 'name " + i + "', "
              + (i % 5 == 0 ? "NULL" : "'" + word(random) + "'")
              + (full ? ", '" + MARK + "-hash'" : "") + ")");
    }
    for (int i = 1; i <= 40; i++) {
      run(
          to,
          "INSERT INTO orders VALUES (" + i + ", 'acme', " + (1 + random.nextInt(14)) + ", "
              + random.nextInt(60) + ", '"
              + word(random) + "', "
              + (i % 7 == 0 ? "NULL" : "'" + word(random) + " " + i % 4 + "'")
              + ", " + time(dialect) + "'2024-0" + (1 + random.nextInt(9)) + "-1"
              + random.nextInt(9)
              + " 00:00:00'"
              + (full ? ", '" + MARK + "-internal'" : "") + ")");
    }
  }

  /** Adds the rows of globex: other numbers, other times, marked texts. */
  static void globex(Connection to, SqlDialect dialect) throws SQLException {
    for (int i = 1; i <= 25; i++) {
      run(
          to,
          "INSERT INTO customers VALUES (" + (1_000_000 + i) + ", 'globex', '" + MARK + " n" + i
              + "', '" + MARK + "', '" + MARK + "')");
      run(
          to,
          "INSERT INTO orders VALUES (" + (1_000_000 + i) + ", 'globex', " + (1_000_000 + i) + ", "
              + (5_000_000 + i) + ", '" + MARK + "', '" + MARK
              + "', " + time(dialect) + "'1999-01-01 00:00:00', '" + MARK + "')");
    }
  }

  static void run(Connection to, String sql) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String time(SqlDialect dialect) {
    return dialect == SqlDialect.SQLITE ? "" : "TIMESTAMP ";
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
