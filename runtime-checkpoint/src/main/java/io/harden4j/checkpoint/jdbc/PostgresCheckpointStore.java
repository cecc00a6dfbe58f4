package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints in PostgreSQL 13 or later, for any number of processes on any number of machines. Takes connections from a {@link
 * DataSource}, which should be a pool; needs {@code org.postgresql:postgresql} on the class path.
 *
 * <p><b>Durability.</b> Every change is one transaction, committed before the method returns, with the server's {@code
 * synchronous_commit}; switch that off for these connections only if you may lose the last steps.
 *
 * <p><b>Time.</b> Leases and questions end by the database's clock, so the clocks of the machines may differ; {@link Builder#clock} sets
 * another one. Fences hold whatever the clocks say.
 *
 * <p><b>Faults.</b> Deadlocks, serialization failures and lost connections are tried again for at most {@link Builder#patience}. If a
 * connection breaks while it commits, the server is asked what became of the transaction.
 *
 * <p><b>Cost.</b> A change takes two round trips, a step upon the last one of this process one; a head one, or two if anything is recorded of the tasks that come next. No connection is held between calls; while a worker or another
 * watcher listens ({@link io.harden4j.checkpoint.WatchStore}), one connection is: a pool needs two or more.
 */
public final class PostgresCheckpointStore extends JdbcCheckpointStore {
  private PostgresCheckpointStore(
      Transactions transactions, StoreClock clock, Schema schema, DataSource dataSource) {
    super(transactions, clock, schema, () -> PostgresNotices.open(dataSource));
  }

  /** Opens the store on the database's clock and brings its tables up to date. */
  public static PostgresCheckpointStore open(DataSource dataSource) {
    return builder(dataSource).open();
  }

  /** Returns the options of a store. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /** Options of a store. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private DataSource listening;
    private Duration patience = PostgresConnections.PATIENCE;
    private Schema schema = Schema.known();
    private Probe probe = Probe.NONE;
    private @Nullable InstantSource clock;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
      this.listening = dataSource;
    }

    /** Sets the clock by which leases and questions end; default: the database's. All processes need the same time. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** Sets how long a call is tried again while the database is away or other transactions are in the way; default: 10 seconds. */
    public Builder patience(Duration newPatience) {
      patience = newPatience;
      return this;
    }

    /**
     * Sets where the one connection comes from that hears what other processes write, while a worker or another watcher listens; default: the data
     * source of the store. Pass one that connects directly where the pool has only one connection, or is a pooler that gives a connection to somebody else after each
     * transaction.
     */
    public Builder listenOn(DataSource direct) {
      listening = direct;
      return this;
    }

    Builder probe(Probe newProbe) {
      probe = newProbe;
      return this;
    }

    Builder schema(Schema newSchema) {
      schema = newSchema;
      return this;
    }

    /**
     * Opens the store and brings its tables up to date. The data source stays the caller's: closing the store does not close it.
     *
     * @throws CheckpointStoreException if the database cannot be reached or refuses
     */
    public PostgresCheckpointStore open() {
      Transactions transactions = PostgresConnections.transactions(dataSource, patience, probe);
      StoreClock time = clock == null ? new DatabaseClock(transactions) : StoreClock.of(clock);
      return new PostgresCheckpointStore(transactions, time, schema, listening);
    }
  }
}
