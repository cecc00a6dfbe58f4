package io.harden4j.guard.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL: the one that the environment names as a JDBC URL in {@code HARDEN4J_PG_URL}, else one that is started here. */
public final class RealPostgres implements AutoCloseable {
  private final String url;
  private final @Nullable EmbeddedPostgres server;
  private final String prefix =
      "h4j" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";

  private RealPostgres(String url, @Nullable EmbeddedPostgres server) {
    this.url = url;
    this.server = server;
  }

  /** Starts, or prints why not. */
  public static Optional<RealPostgres> find() {
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
  public Connection schema(String name) throws SQLException {
    try (Connection admin = DriverManager.getConnection(url)) {
      TwoTenants.run(admin, "CREATE SCHEMA " + prefix + name);
    }
    Connection connection = DriverManager.getConnection(url);
    connection.setSchema(prefix + name);
    return connection;
  }

  /** Returns connections to a schema that was created. */
  public DataSource source(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setCurrentSchema(prefix + name);
    return source;
  }

  @Override
  public void close() throws IOException, SQLException {
    if (server != null) {
      server.close();
      return;
    }
    try (Connection admin = DriverManager.getConnection(url)) {
      for (String name : java.util.List.of("both", "alone", "copy", "audit")) {
        TwoTenants.run(admin, "DROP SCHEMA IF EXISTS " + prefix + name + " CASCADE");
      }
    }
  }
}
