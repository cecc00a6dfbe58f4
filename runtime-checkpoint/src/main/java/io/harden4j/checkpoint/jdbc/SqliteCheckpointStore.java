package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Keeps checkpoints in a SQLite database: one file, no server, any number of processes on one machine. Needs {@code
 * org.xerial:sqlite-jdbc} on the class path. A network file system is not supported: SQLite's locks do not hold there.
 *
 * <p><b>Durability.</b> The database is in WAL mode with {@code synchronous=FULL}: every change is forced to the disk before the method
 * returns.
 *
 * <p><b>Processes.</b> Readers never wait. Writers wait for each other, for at most {@link Builder#patience}; a database takes as many
 * changes a second as its disk takes forced writes.
 *
 * <p><b>Cost.</b> A change is one transaction. A head is read by one statement that looks at the rows it returns. Indexes serve heads,
 * history, inbox.
 */
public final class SqliteCheckpointStore extends JdbcCheckpointStore {
  private SqliteCheckpointStore(Transactions transactions, StoreClock clock, Schema schema) {
    super(transactions, clock, schema, () -> SqliteNotices.open(transactions));
  }

  /** Opens the store in a file on the system's clock; makes it, readable by its owner only, where it is missing. */
  public static SqliteCheckpointStore open(Path file) {
    return builder(file).open();
  }

  /** Returns the options of a store in a file. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /** Options of a store. Not thread-safe. */
  public static final class Builder {
    private final SqliteDatabase database;
    private InstantSource clock = InstantSource.system();

    private Builder(Path file) {
      this.database = new SqliteDatabase(file);
    }

    /** Sets the clock by which leases and questions end; default: the system's. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** Sets how long a call waits for other writers; default: 30 seconds. */
    public Builder patience(Duration newPatience) {
      database.patience(newPatience);
      return this;
    }

    Builder pragma(String name, String value) {
      database.pragma(name, value);
      return this;
    }

    Builder probe(Probe newProbe) {
      database.probe(newProbe);
      return this;
    }

    Builder schema(Schema newSchema) {
      database.schema(newSchema);
      return this;
    }

    /**
     * Opens the store and brings its tables up to date.
     *
     * @throws CheckpointStoreException if the file cannot be made or is no database of this library
     */
    public SqliteCheckpointStore open() {
      Transactions transactions = database.transactions();
      return SqliteDatabase.closedOnFailure(
          transactions,
          () -> new SqliteCheckpointStore(transactions, StoreClock.of(clock), database.schema()));
    }
  }
}
