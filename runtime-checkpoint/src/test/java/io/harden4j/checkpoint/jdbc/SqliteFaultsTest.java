package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.file.Threads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFaultsTest extends FaultsContract {
  @TempDir
  Path directory;

  private Path file() {
    return directory.resolve("store.db");
  }

  @Override
  JdbcCheckpointStore open(Schema schema, Probe probe) {
    return SqliteCheckpointStore.builder(file())
        .clock(clock)
        .schema(schema)
        .probe(probe)
        .open();
  }

  @Override
  void sql(String sql) {
    try (Connection c = connect();
        Statement s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Override
  long rows(String table) {
    return number("SELECT count(*) FROM " + table);
  }

  private long number(String sql) {
    try (Connection c = connect();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  SQLException conflict() {
    return new SQLException("database is locked", "", 5);
  }

  @Override
  String bytes(String hex) {
    return "x'" + hex + "'";
  }

  @Test
  void a_full_disk_is_said_so_and_leaves_what_was_there() {
    open().close();
    long pages = number("PRAGMA page_count");
    String large = "x".repeat(20_000);
    int committed = 0;
    try (CheckpointStore store = SqliteCheckpointStore.builder(file())
        .clock(clock)
        .pragma("max_page_count", "" + (pages + 40))
        .open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      CheckpointStoreException full = null;
      while (full == null) {
        try {
          Threads.commit(store, lease, committed + large);
          committed++;
        } catch (CheckpointStoreException e) {
          full = e;
        }
      }

      assertThat(full).hasMessageContaining("full").hasMessageContaining("Free space");
      assertThat(store.list(CheckpointQuery.thread(Threads.THREAD)).items()).hasSize(committed);
    }
    try (CheckpointStore roomier = open()) {
      Threads.commit(roomier, roomier.holder(Threads.THREAD).orElseThrow(), "goes on");
      assertThat(Threads.value(roomier, Threads.THREAD)).isEqualTo("goes on");
    }
  }

  @Test
  void a_file_that_is_no_database_is_damage_and_stays_as_it_is() throws Exception {
    byte[] letter =
        "Dear Alice, this is not a database at all.".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file(), letter);

    assertThatThrownBy(this::open).isInstanceOf(CorruptCheckpointException.class);

    assertThat(file()).hasBinaryContent(letter);
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path nowhere = directory.resolve("nowhere").resolve("store.db");

    assertThatThrownBy(() -> SqliteCheckpointStore.open(nowhere))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("Name a file");
  }

  @Test
  void a_writer_that_never_ends_is_waited_for_with_patience_only() throws Exception {
    try (CheckpointStore store = SqliteCheckpointStore.builder(file())
            .patience(Duration.ofMillis(300))
            .open();
        Connection other = connect();
        Statement s = other.createStatement()) {
      s.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> Threads.acquire(store, Threads.THREAD))
          .isInstanceOf(CheckpointStoreException.class)
          .hasMessageContaining("acquire");
      assertThat(store.holder(Threads.THREAD)).as("reading goes on").isEmpty();
      s.execute("ROLLBACK");
      assertThat(Threads.acquire(store, Threads.THREAD)).isNotNull();
    }
  }

  @Test
  void the_database_is_for_its_owner_alone() throws Exception {
    open().close();

    assertThat(Files.getPosixFilePermissions(file()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void a_thread_that_is_interrupted_writes_all_the_same_and_stays_interrupted() {
    try (CheckpointStore store = open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Thread.currentThread().interrupt();

      Threads.commit(store, lease, "written");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("written");
    }
  }
}
