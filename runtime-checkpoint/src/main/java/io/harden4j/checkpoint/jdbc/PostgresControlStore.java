package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import javax.sql.DataSource;

/**
 * Keeps counters, flags and spent grants in PostgreSQL without opening a checkpoint store on it: for a process that runs no graphs, or for a pool or
 * a database of their own. On the database of a {@link PostgresCheckpointStore}, which is a control store itself, both see the same values.
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
