package io.harden4j.checkpoint.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.jdbc.PostgresCheckpointStore;
import io.harden4j.checkpoint.jdbc.PostgresControlStore;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import io.harden4j.checkpoint.jdbc.SqliteControlStore;
import io.harden4j.testkit.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention and deletion on databases, with the receipts beside what they are about. */
class DatabaseRetentionTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir
  Path directory;

  private final MutableClock clock = MutableClock.create();

  private Path file() {
    return directory.resolve("store.db");
  }

  private CheckpointStore sqlite() {
    return SqliteCheckpointStore.builder(file()).clock(clock).open();
  }

  private Retention.Builder retention(CheckpointStore store, ControlStore control) {
    return Retention.builder(store, control).clock(clock).threadsPerSecond(0);
  }

  private void keepsToThePolicyAndDeletesAPerson(
      CheckpointStore store, Supplier<ControlStore> control) {
    Office office = new Office(store, clock);
    office.completed("acme", "old", "ana");
    office.suspended("acme", "waiting", "ana");
    office.completed("globex", "other", "ana");
    clock.advance(MONTH);
    ThreadKey young = office.completed("acme", "young", "bob");
    RetentionPolicy policy = RetentionPolicy.builder()
        .deleteAfter(MONTH, RunStatus.COMPLETED)
        .keepPerBranch(1, Set.of(RunStatus.COMPLETED))
        .build();

    RetentionReport report = retention(store, control.get())
        .policy(policy)
        .tenants(() -> List.of("acme"))
        .build()
        .run("acme");

    assertThat(report.failed()).isEmpty();
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(office.threads("acme")).containsExactly("waiting", "young");
    assertThat(office.threads("globex")).containsExactly("other");
    assertThat(office.checkpoints(young)).isEqualTo(1);

    DeletionReceipt receipt =
        retention(store, control.get()).build().deleteSubject("acme", "ana", "dpo", "request 1");

    assertThat(receipt.state()).isEqualTo(DeletionReceipt.State.DONE);
    assertThat(office.threads("acme")).containsExactly("young");
    assertThat(retention(store, control.get()).build().receipts("acme"))
        .hasSize(2)
        .contains(receipt)
        .allMatch(DeletionReceipt::isIntact);
  }

  @Test
  void sqlite_keeps_to_the_policy_and_deletes_a_person() {
    try (CheckpointStore store = sqlite()) {
      keepsToThePolicyAndDeletesAPerson(store, () -> SqliteControlStore.open(file()));
    }
  }

  @Test
  void postgres_keeps_to_the_policy_and_deletes_a_person() {
    DataSource source = PostgresStoreOpener.source(directory);
    try (CheckpointStore store =
        PostgresCheckpointStore.builder(source).clock(clock).open()) {
      keepsToThePolicyAndDeletesAPerson(store, () -> PostgresControlStore.open(source));
    }
  }

  @Test
  void of_a_thread_deleted_from_sqlite_no_byte_stays_in_its_files() throws IOException {
    try (CheckpointStore store = sqlite();
        SqliteControlStore control = SqliteControlStore.open(file())) {
      Office office = new Office(store, clock);
      office.completed("acme", "stays", "bob");
      ThreadKey thread = office.suspended("acme", "case-4711", "customer-7");
      assertThat(holding("case-4711")).isNotEmpty();
      assertThat(holding("customer-7")).isNotEmpty();

      retention(store, control).build().deleteThread(thread, "boss", "ticket 9");

      assertThat(holding("customer-7")).isEmpty();
      assertThat(holding("case-4711")).isEmpty();
      assertThat(holding("stays")).isNotEmpty();
    }
  }

  @Test
  void bytes_that_a_reader_of_sqlite_needs_go_with_the_next_deletion() throws Exception {
    try (SqliteCheckpointStore store = SqliteCheckpointStore.builder(file())
        .clock(clock)
        .patience(Duration.ofMillis(200))
        .open()) {
      Office office = new Office(store, clock);
      ThreadKey first = office.suspended("acme", "case-4711", "customer-7");
      ThreadKey second = office.suspended("acme", "case-4712", "customer-8");
      Retention retention = retention(store, store).build();
      try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement reading = reader.createStatement()) {
        reading.execute("BEGIN");
        reading.executeQuery("SELECT COUNT(*) FROM h4j_thread").close();

        assertThat(retention.deleteThread(first, "boss", "ticket 9").state())
            .isEqualTo(DeletionReceipt.State.DONE);
        assertThat(holding("case-4711")).isNotEmpty();
        reading.execute("ROLLBACK");
      }

      retention.deleteThread(second, "boss", "ticket 10");

      assertThat(holding("case-4711")).isEmpty();
      assertThat(holding("case-4712")).isEmpty();
    }
  }

  /** The shared memory of the processes holds no content, but it is a file as well. */
  private List<Path> holding(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(each);
        }
      }
    }
    return found;
  }
}
