package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.file.GoldenSample;
import io.harden4j.checkpoint.file.Threads;
import io.harden4j.testkit.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a database that a released version wrote. It is never written anew: a change of schema or records gets a new number and a new
 * sample. The same rows, brought to the schema in force and copied to PostgreSQL, are read there: the two differ in the types of columns only.
 */
class GoldenDatabaseTest {
  private static final String SAMPLE = "/database-format-1.db";

  @TempDir
  Path directory;

  private Path file;

  @BeforeEach
  void copyTheSample() throws IOException {
    file = directory.resolve("sample.db");
    try (InputStream in =
        Objects.requireNonNull(GoldenDatabaseTest.class.getResourceAsStream(SAMPLE))) {
      Files.copy(in, file);
    }
  }

  /** Writes the sample of the format in force to a file that is not there. */
  static void write(Path to) {
    try (CheckpointStore store =
            SqliteCheckpointStore.builder(to).clock(MutableClock.create()).open();
        SqliteControlStore control = SqliteControlStore.open(to)) {
      GoldenSample.writeCheckpoints(store);
      GoldenSample.write(control);
    }
  }

  private static void isRead(CheckpointStore sample, ControlStore control) {
    CheckpointStore expected = new InMemoryCheckpointStore(MutableClock.create());
    GoldenSample.writeCheckpoints(expected);
    for (String branch : List.of(CheckpointRef.MAIN, "what-if")) {
      Optional<StoredState> head = sample.head(GoldenSample.THREAD, branch);
      assertThat(head).isPresent().isEqualTo(expected.head(GoldenSample.THREAD, branch));
    }
    CheckpointQuery all = CheckpointQuery.thread(GoldenSample.THREAD);
    assertThat(sample.list(all)).isEqualTo(expected.list(all));
    assertThat(sample.question(GoldenSample.QUESTION))
        .isPresent()
        .isEqualTo(expected.question(GoldenSample.QUESTION));
    Lease lease = sample.holder(GoldenSample.THREAD).orElseThrow();
    Lease given = expected.holder(GoldenSample.THREAD).orElseThrow();
    assertThat(lease.fence()).isEqualTo(given.fence());
    assertThat(lease.until()).isEqualTo(given.until());
    assertThat(lease.owner().host()).isEqualTo(given.owner().host());
    assertThat(lease.owner().processStart())
        .as("as exact as an owner is")
        .isEqualTo(given.owner().processStart().truncatedTo(ChronoUnit.MILLIS));
    assertThat(control.counter("acme", "tokens")).isEqualTo(41);
    assertThat(control.flag("acme", "kill").orElseThrow())
        .isEqualTo(new ControlStore.Flag("kill", "on", 2));
    assertThat(control.spend("acme", "grant-1")).isFalse();
    assertThat(control.spend("acme", "grant-2")).isTrue();

    sample.release(lease);
    assertThat(Threads.acquire(sample, GoldenSample.THREAD).fence()).isGreaterThan(lease.fence());
  }

  @Test
  void format_1_is_read_and_written_on() {
    try (CheckpointStore sample =
            SqliteCheckpointStore.builder(file).clock(MutableClock.create()).open();
        SqliteControlStore control = SqliteControlStore.open(file)) {
      isRead(sample, control);
    }
  }

  @Test
  void a_library_of_format_1_that_still_runs_may_not_write_any_more() throws SQLException {
    String lock = "SELECT id, last_seq, last_value FROM h4j_thread";
    try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = old.createStatement()) {
      s.executeQuery(lock).close();

      SqliteCheckpointStore.open(file).close();

      assertThatThrownBy(() -> s.executeQuery(lock)).hasMessageContaining("last_value");
    }
  }

  @Test
  void the_rows_of_format_1_are_read_from_postgres() throws SQLException {
    SqliteCheckpointStore.open(file).close();
    DataSource source = new KeptConnections(Postgres.dataSource(Postgres.fresh())).source();
    try (CheckpointStore sample =
            PostgresCheckpointStore.builder(source).clock(MutableClock.create()).open();
        PostgresControlStore control = PostgresControlStore.open(source)) {
      try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + file);
          Connection to = source.getConnection()) {
        to.setAutoCommit(true);
        for (String table : Postgres.TABLES) {
          copy(from, to, table);
        }
        try (Statement s = to.createStatement()) {
          s.execute("SELECT setval('h4j_fence', 1000)");
        }
      }
      isRead(sample, control);
    }
  }

  private static void copy(Connection from, Connection to, String table) throws SQLException {
    try (Statement s = from.createStatement();
        ResultSet rows = s.executeQuery("SELECT * FROM " + table)) {
      int columns = rows.getMetaData().getColumnCount();
      StringBuilder names = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        names.append(i == 1 ? "" : ", ").append(rows.getMetaData().getColumnName(i));
      }
      String marks = String.join(", ", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert = to.prepareStatement("INSERT INTO " + table + " (" + names
          + ") OVERRIDING SYSTEM VALUE VALUES (" + marks + ")")) {
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            insert.setObject(i, rows.getObject(i));
          }
          insert.executeUpdate();
        }
      }
    }
  }
}
