package io.harden4j.checkpoint.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server for the tests of this module: the one that {@code HARDEN4J_PG_URL} names (a JDBC URL with user and password), else an
 * embedded one that is started with the first test that needs it and stopped with the JVM. Where neither is to be had, the test is skipped
 * with the reason.
 */
final class Postgres {
  /** A user who is asked for a password by the embedded server. */
  static final String LOCKED = "h4j_locked";

  private static final String URL = "HARDEN4J_PG_URL";
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

  private static String server = "";
  private static String missing = "";

  private Postgres() {}

  /** Returns the URL of a server, or skips the test. */
  static synchronized String server() {
    if (server.isEmpty() && missing.isEmpty()) {
      String given = System.getenv(URL);
      server = given == null ? started() : given;
    }
    Assumptions.assumeTrue(missing.isEmpty(), missing);
    return server;
  }

  /** Says whether there is a server. */
  static boolean isThere() {
    try {
      return !server().isEmpty();
    } catch (org.opentest4j.TestAbortedException e) {
      return false;
    }
  }

  /** Lets everybody in but one user, who needs a password. */
  private static String accessRules() throws IOException {
    Path rules = Files.createTempFile("pg_hba", ".conf");
    rules.toFile().deleteOnExit();
    rules.toFile().setReadable(true, false);
    Files.writeString(
        rules,
        "host all " + LOCKED + " all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
    return rules.toString();
  }

  private static String started() {
    try {
      EmbeddedPostgres running = EmbeddedPostgres.builder()
          .setServerConfig("hba_file", accessRules())
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running)));
      return running.getJdbcUrl("postgres", "postgres");
    } catch (IOException | RuntimeException | LinkageError e) {
      missing =
          "no PostgreSQL: " + URL + " is not set and the embedded server does not start: " + e;
      System.out.println(missing);
      return "";
    }
  }

  private static void close(EmbeddedPostgres running) {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
