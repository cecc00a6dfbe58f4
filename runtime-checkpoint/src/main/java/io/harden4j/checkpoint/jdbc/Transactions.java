package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.internal.MalformedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs work on a database in transactions. A transaction that another one was in the way of, or whose connection broke before it was to
 * commit, has written nothing and is run again, for a bounded time. Where the connection breaks while it commits, the database is asked
 * what became of it.
 */
final class Transactions implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What is done on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Db db) throws SQLException;
  }

  /** The connection broke while a transaction committed. */
  private static final class BrokenCommit extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String transaction;
    private final transient Object result;

    BrokenCommit(String transaction, Object result, SQLException cause) {
      super(cause);
      this.transaction = transaction;
      this.result = result;
    }
  }

  private final Connections connections;
  private final Dialect dialect;
  private final Duration patience;
  private final Probe probe;

  /** @param patience how long something is tried again */
  Transactions(Connections connections, Dialect dialect, Duration patience, Probe probe) {
    this.connections = connections;
    this.dialect = dialect;
    this.patience = patience;
    this.probe = probe;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Runs queries; each sees one moment of the database. */
  <T> T read(String what, Work<T> work) {
    return again(what, () -> {
      try (Connection c = connections.forReading()) {
        return work.on(new Db(c, dialect));
      }
    });
  }

  /** Runs a transaction and commits it. */
  <T> T change(String what, Work<T> work) {
    return again(what, () -> {
      try (Connection c = connections.forWriting()) {
        return commit(c, what, work);
      } catch (BrokenCommit e) {
        @SuppressWarnings("unchecked") // it is what this work returned
        T result = (T) settled(what, e);
        return result;
      }
    });
  }

  /**
   * Runs a statement that is a transaction by itself, where the database has such and nobody watches. Empty if it is not to be had so, or failed:
   * the caller does it the other way, which finds out what became of it.
   */
  <T> Optional<T> attempt(Work<Optional<T>> work) {
    if (!dialect.takesScripts() || probe.watches()) {
      return Optional.empty();
    }
    try (Connection c = connections.forReading()) {
      return work.on(new Db(c, dialect));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connections.close();
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T again(String what, Attempt<T> attempt) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        if (!dialect.trouble(e).isPassing() || System.nanoTime() + pause > end) {
          throw failed(what, e);
        }
      } catch (MalformedException e) {
        throw new CorruptCheckpointException(
            "cannot " + what + ": a record in the database does not parse (" + e.getMessage()
                + "). Restore it from a backup",
            e);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LAST_PAUSE_NANOS, pause * 2);
    }
  }

  private <T> T commit(Connection c, String what, Work<T> work) throws SQLException {
    Db db = new Db(c, dialect);
    try {
      probe.at(what, Probe.Stage.BEFORE);
      T result = work.on(db);
      commit(db, what, result);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      if (!(e instanceof BrokenCommit)) {
        rollBack(c, e);
      }
      throw e;
    }
  }

  private void commit(Db db, String what, Object result) throws SQLException {
    try {
      if (probe.watches()) {
        db.flush();
        probe.at(what, Probe.Stage.MID);
      }
      db.commit();
      probe.at(what, Probe.Stage.AFTER);
    } catch (SQLException e) {
      if (dialect.trouble(e) == Trouble.LOST && !db.transaction().isEmpty()) {
        throw new BrokenCommit(db.transaction(), result, e);
      }
      throw e;
    }
  }

  private static void rollBack(Connection c, Throwable why) {
    try {
      c.rollback();
    } catch (SQLException alsoBroken) {
      why.addSuppressed(alsoBroken);
    }
  }

  /** Finds out what became of a transaction. One that came to nothing is run again by the caller of this. */
  private Object settled(String what, BrokenCommit broken) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      String outcome = outcome(what, broken);
      if (outcome.equals("committed")) {
        return broken.result;
      } else if (outcome.equals("aborted")) {
        throw new SQLException("the connection broke and nothing was written", "40001", broken);
      } else if (!outcome.equals("in progress")) {
        break;
      }
      LockSupport.parkNanos(LAST_PAUSE_NANOS / 10);
    }
    throw unknown(what, broken);
  }

  private String outcome(String what, BrokenCommit broken) {
    try {
      Read<String> read = Read.of(dialect.outcome(), row -> row.getString(1), broken.transaction);
      return read("find out what became of a commit", db -> db.first(read).orElse(""));
    } catch (CheckpointStoreException e) {
      broken.addSuppressed(e);
      throw unknown(what, broken);
    }
  }

  private static CheckpointStoreException unknown(String what, BrokenCommit broken) {
    return new CheckpointStoreException(
        "the connection to the database broke while it was to " + what
            + "; whether that was written is not known. Read the thread again before you go on",
        broken);
  }

  private CheckpointStoreException failed(String what, SQLException e) {
    Trouble trouble = dialect.trouble(e);
    String message = "cannot " + what + " in the " + dialect.name() + " database: " + e.getMessage()
        + ". " + trouble.advice();
    return trouble == Trouble.DAMAGED
        ? new CorruptCheckpointException(message, e)
        : new CheckpointStoreException(message, e);
  }
}
