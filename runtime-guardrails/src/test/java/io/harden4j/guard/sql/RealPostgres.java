package io.harden4j.guard.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL: the one that the environment names as a JDBC URL in {@code HARDEN4J_PG_URL}, else one that is started here. */
final class RealPostgres implements AutoCloseable {
  private final String url;
  private final @Nullable EmbeddedPostgres server;
  private final String prefix =
      "h4j" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";

  private RealPostgres(String url, @Nullable EmbeddedPostgres server) {
    this.url = url;
    this.server = server;
  }

  /** Starts, or prints why not. */
  static Optional<RealPostgres> find() {
    String named = System.getenv("HARDEN4J_PG_URL");
    if (named != null && !named.isBlank()) {
      return Optional.of(new RealPostgres(named, null));
    }
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      return Optional.of(new RealPostgres(server.getJdbcUrl("postgres", "postgres"), server));
    } catch (IOException | RuntimeException | LinkageError e) {
      System.err.println("skipped: no PostgreSQL. HARDEN4J_PG_URL is not set and none could be"
          + " started here (" + e + ")");
      return Optional.empty();
    }
  }

  /** Creates a schema and connects to it. */
  Connection schema(String name) throws SQLException {
    try (Connection admin = DriverManager.getConnection(url)) {
      TwoTenants.run(admin, "CREATE SCHEMA " + prefix + name);
    }
    Connection connection = DriverManager.getConnection(url);
    connection.setSchema(prefix + name);
    return connection;
  }

  @Override
  public void close() throws IOException, SQLException {
    if (server != null) {
      server.close();
      return;
    }
    try (Connection admin = DriverManager.getConnection(url)) {
      for (String name : java.util.List.of("both", "alone", "copy")) {
        TwoTenants.run(admin, "DROP SCHEMA IF EXISTS " + prefix + name + " CASCADE");
      }
    }
  }
}
