package io.harden4j.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL server that {@code HARDEN4J_PG_URL} names, else an embedded one that syncs as a real one does. */
final class Server implements AutoCloseable {
  private final String url;
  private final @Nullable EmbeddedPostgres embedded;

  private Server(String url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  static Server start() throws IOException {
    String given = System.getenv("HARDEN4J_PG_URL");
    if (given != null) {
      return new Server(given, null);
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
    return new Server(embedded.getJdbcUrl("postgres", "postgres"), embedded);
  }

  /** Returns a pool of warm connections. */
  HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}
