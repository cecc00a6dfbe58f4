package io.harden4j.checkpoint.jdbc;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one database file: one that writes, used by one thread after the other in the order of their calls, and as many that read
 * as were ever needed at once. Other processes wait for each other inside SQLite.
 */
final class SqliteConnections implements Connections {
  private static final int MOST_IDLE = 8;
  private static final int BUSY = 5;
  private static final int CANNOT_OPEN = 14;

  private final String url;
  private final Properties pragmas = new Properties();
  private final Duration patience;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;
  private @Nullable Connection writer;

  SqliteConnections(Path file, Duration patience, Properties more) throws SQLException {
    this.url = "jdbc:sqlite:" + file;
    this.patience = patience;
    pragmas.setProperty("journal_mode", "WAL");
    pragmas.setProperty("synchronous", "FULL");
    pragmas.setProperty("busy_timeout", "" + patience.toMillis());
    pragmas.setProperty("temp_store", "MEMORY");
    pragmas.setProperty("secure_delete", "true");
    pragmas.putAll(more);
    create(file);
  }

  /** What is kept in it is for its owner alone; SQLite gives the files beside it the same rights. */
  private static void create(Path file) throws SQLException {
    try {
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      if (posix && !Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new SQLException("cannot create " + file + ": " + e, "", CANNOT_OPEN, e);
    }
  }

  @Override
  public Connection forReading() throws SQLException {
    Connection c = idle.poll();
    Connection used = c == null ? open() : c;
    return returning(used, () -> giveBack(used));
  }

  private void giveBack(Connection c) throws SQLException {
    if (closed || idle.size() >= MOST_IDLE) {
      c.close();
    } else {
      idle.push(c);
    }
  }

  @Override
  public Connection forWriting() throws SQLException {
    if (!lock()) {
      throw new SQLException(
          "another thread of this process has written for " + patience, "", BUSY);
    }
    try {
      Connection c = writer;
      if (c == null) {
        c = open();
        writer = c;
      }
      run(c, "BEGIN IMMEDIATE");
      return returning(c, writing::unlock);
    } catch (SQLException | RuntimeException e) {
      writing.unlock();
      throw e;
    }
  }

  private boolean lock() {
    boolean interrupted = Thread.interrupted();
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (true) {
        try {
          return writing.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Connection open() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    return DriverManager.getConnection(url, pragmas);
  }

  @FunctionalInterface
  private interface Closing {
    void close() throws SQLException;
  }

  /**
   * Returns the connection with another meaning of close, and of commit and rollback: the driver's begin the next transaction at once, which
   * would keep all other writers out.
   */
  private static Connection returning(Connection c, Closing closing) {
    return (Connection) Proxy.newProxyInstance(
        SqliteConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, (p, m, a) -> {
          switch (m.getName()) {
            case "close" -> closing.close();
            case "commit" -> run(c, "COMMIT");
            case "rollback" -> run(c, "ROLLBACK");
            default -> {
              return call(c, m, a);
            }
          }
          return null;
        });
  }

  private static Object call(Connection c, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(c, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void run(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  @Override
  public void close() {
    closed = true;
    lock();
    try {
      if (writer != null) {
        writer.close();
      }
      for (Connection c = idle.poll(); c != null; c = idle.poll()) {
        c.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the database", e);
    } finally {
      writing.unlock();
    }
  }
}
