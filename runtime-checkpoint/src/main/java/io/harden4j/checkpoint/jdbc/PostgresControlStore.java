package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import javax.sql.DataSource;

/**
 * Keeps counters, flags and spent grants in PostgreSQL, in the same tables as a {@link PostgresCheckpointStore} on the same database. All
 * processes on it see the same values.
 */
public final class PostgresControlStore extends JdbcControlStore {
  private PostgresControlStore(Transactions transactions) {
    super(transactions, Schema.known());
  }

  /**
   * Opens the store and brings its tables up to date. The data source stays the caller's.
   *
   * @throws CheckpointStoreException if the database cannot be reached or refuses
   */
  public static PostgresControlStore open(DataSource dataSource) {
    return new PostgresControlStore(
        PostgresConnections.transactions(dataSource, PostgresConnections.PATIENCE, Probe.NONE));
  }
}
