package io.harden4j.checkpoint.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server for the tests of this module: the one that {@code HARDEN4J_PG_URL} names (a JDBC URL with user and password), else one in
 * a container where Docker runs, else an embedded one. It is started with the first test that needs it and stopped with the JVM. Where none
 * is to be had, the test is skipped with the reason.
 */
final class Postgres {
  /** A user who does not exist and is asked for a password. */
  static final String LOCKED = "h4j_locked";

  static final String URL = "HARDEN4J_PG_URL";
  static final List<String> TABLES = List.of(
      "h4j_thread",
      "h4j_branch",
      "h4j_checkpoint",
      "h4j_tag",
      "h4j_value",
      "h4j_task",
      "h4j_effect",
      "h4j_question",
      "h4j_spent",
      "h4j_counter",
      "h4j_flag",
      "h4j_grant");

  private static ServerChoice choice;

  private Postgres() {}

  /** Returns the URL of a server, or skips the test. */
  static synchronized String server() {
    if (choice == null) {
      choice =
          ServerChoice.of(System.getenv(URL), List.of(new DockerServer(), new EmbeddedServer()));
      if (!choice.reason().isEmpty()) {
        System.out.println(choice.reason());
      }
    }
    Assumptions.assumeTrue(choice.reason().isEmpty(), choice.reason());
    return choice.url();
  }

  /** Says whether there is a server. */
  static boolean isThere() {
    try {
      return !server().isEmpty();
    } catch (org.opentest4j.TestAbortedException e) {
      return false;
    }
  }

  /** Returns the URL of an empty schema of its own. */
  static String fresh() {
    String schema = "t" + UUID.randomUUID().toString().replace("-", "");
    run(dataSource(server()), "CREATE SCHEMA " + schema);
    return in(server(), schema);
  }

  /** Returns a server's URL for a schema. */
  static String in(String url, String schema) {
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  /** Returns a data source that connects anew each time. */
  static DataSource dataSource(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /** Returns a pool; the caller closes it. */
  static HikariDataSource pool(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource(url));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    return new HikariDataSource(config);
  }

  /** Removes what the stores of a schema keep. */
  static void empty(DataSource source) {
    StringBuilder sql = new StringBuilder();
    TABLES.forEach(table -> sql.append("DELETE FROM ").append(table).append(';'));
    run(source, sql.toString());
  }

  static void run(DataSource source, String sql) {
    try (Connection c = source.getConnection();
        Statement s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
