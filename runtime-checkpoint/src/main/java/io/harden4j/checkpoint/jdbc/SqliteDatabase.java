package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;

/** Options of a database file that both stores on it have. Not thread-safe. */
final class SqliteDatabase {
  private final Path file;
  private final Properties pragmas = new Properties();
  private Duration patience = Duration.ofSeconds(30);
  private Schema schema = Schema.known();
  private Probe probe = Probe.NONE;

  SqliteDatabase(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  void patience(Duration newPatience) {
    patience = newPatience;
  }

  void pragma(String name, String value) {
    pragmas.setProperty(name, value);
  }

  void schema(Schema newSchema) {
    schema = newSchema;
  }

  void probe(Probe newProbe) {
    probe = newProbe;
  }

  Schema schema() {
    return schema;
  }

  Transactions transactions() {
    try {
      return new Transactions(
          new SqliteConnections(file, patience, pragmas), new SqliteDialect(), patience, probe);
    } catch (SQLException e) {
      throw new CheckpointStoreException(
          "cannot open a SQLite database in " + file + ": " + e.getMessage()
              + ". Name a file in a directory that exists and can be written",
          e);
    }
  }

  /** Makes a store; closes its connections if that fails. */
  static <T> T closedOnFailure(Transactions transactions, Supplier<T> store) {
    try {
      return store.get();
    } catch (RuntimeException | Error e) {
      transactions.close();
      throw e;
    }
  }
}
