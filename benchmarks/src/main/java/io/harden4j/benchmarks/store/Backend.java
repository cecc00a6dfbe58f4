package io.harden4j.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.jdbc.PostgresCheckpointStore;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A durable store and the bytes it takes.
 *
 * @param name  name in figures
 * @param store the store, empty
 * @param bytes how much it takes now
 */
record Backend(String name, CheckpointStore store, LongSupplier bytes) implements AutoCloseable {
  private static final List<String> TABLES = List.of(
      "thread", "branch", "checkpoint", "tag", "value", "task", "effect", "question", "spent");

  static Backend file(Path directory) {
    Path root = directory.resolve("file");
    return new Backend("file", FileCheckpointStore.open(root), () -> size(root));
  }

  static Backend sqlite(Path directory) {
    Path file = directory.resolve("store.db");
    return new Backend("sqlite", SqliteCheckpointStore.open(file), () -> sqliteSize(file));
  }

  /** Tables and indexes, without the free space that updates leave behind and the next ones fill. */
  static Backend postgres(HikariDataSource pool) {
    CheckpointStore store = PostgresCheckpointStore.open(pool);
    TABLES.forEach(t -> number(pool, "TRUNCATE h4j_" + t, false));
    return new Backend("postgres", store, () -> postgresSize(pool));
  }

  private static long size(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(f -> f.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sqliteSize(Path file) {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = c.createStatement()) {
      s.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      return file.toFile().length();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long postgresSize(HikariDataSource pool) {
    long bytes = 0;
    for (String table : TABLES) {
      number(pool, "VACUUM FULL h4j_" + table, false);
      bytes += number(pool, "SELECT pg_total_relation_size('h4j_" + table + "')", true);
    }
    return bytes;
  }

  static long number(HikariDataSource pool, String sql, boolean query) {
    try (Connection c = pool.getConnection();
        Statement s = c.createStatement()) {
      if (!query) {
        s.execute(sql);
        return 0;
      }
      try (ResultSet r = s.executeQuery(sql)) {
        r.next();
        return r.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
