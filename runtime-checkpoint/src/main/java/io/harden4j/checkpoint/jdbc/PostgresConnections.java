package io.harden4j.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Connections of the caller's data source, whatever they do by default. */
final class PostgresConnections implements Connections {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;

  private PostgresConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static Transactions transactions(DataSource dataSource, Duration patience, Probe probe) {
    return new Transactions(
        new PostgresConnections(dataSource), new PostgresDialect(), patience, probe);
  }

  @Override
  public Connection forReading() throws SQLException {
    return committing(true);
  }

  @Override
  public Connection forWriting() throws SQLException {
    return committing(false);
  }

  private Connection committing(boolean byItself) throws SQLException {
    Connection c = dataSource.getConnection();
    try {
      if (c.getAutoCommit() != byItself) {
        c.setAutoCommit(byItself);
      }
      return c;
    } catch (SQLException | RuntimeException e) {
      c.close();
      throw e;
    }
  }

  /** The data source is the caller's. */
  @Override
  public void close() {}
}
