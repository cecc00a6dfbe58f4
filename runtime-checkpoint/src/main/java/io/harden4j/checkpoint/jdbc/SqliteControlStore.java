package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.nio.file.Path;

/**
 * Keeps counters, flags and spent grants in a SQLite database without opening a checkpoint store on it: for a process that runs no graphs, or for a
 * database of their own, whose write lock no step waits for. On the database of a {@link SqliteCheckpointStore}, which is a control store itself, both
 * see the same values; the same limits hold as there.
 *
 * <p><b>Durability.</b> Every change is forced to the disk before the method returns.
 */
public final class SqliteControlStore extends JdbcControlStore {
  private SqliteControlStore(Transactions transactions, Schema schema) {
    super(transactions, schema);
  }

  /**
   * Opens the store in a file; makes it, readable by its owner only, where it is missing.
   *
   * @throws CheckpointStoreException if the file cannot be made or is no database of this library
   */
  public static SqliteControlStore open(Path file) {
    SqliteDatabase database = new SqliteDatabase(file);
    Transactions transactions = database.transactions();
    return SqliteDatabase.closedOnFailure(
        transactions, () -> new SqliteControlStore(transactions, database.schema()));
  }
}
