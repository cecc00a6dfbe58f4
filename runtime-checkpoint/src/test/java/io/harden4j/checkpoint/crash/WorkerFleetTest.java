package io.harden4j.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.WorkerFleet;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three worker processes on one store, one of them killed halfway, on each store that processes share. */
class WorkerFleetTest {
  private static final int THREADS = 1_000;
  private static final Map<String, WorkerFleet.Report> REPORTS = new TreeMap<>();

  @TempDir
  Path directory;

  @AfterAll
  static void writeEvidence() {
    Evidence evidence = Evidence.of("worker")
        .ran(REPORTS.values().stream().mapToInt(WorkerFleet.Report::threads).sum())
        .put("stores", REPORTS.size())
        .put("lost", REPORTS.values().stream().mapToInt(r -> r.lost().size()).sum())
        .put(
            "repeatedRecordedEffects",
            REPORTS.values().stream().mapToInt(r -> r.repeated().size()).sum())
        .put(
            "starvedTenants",
            REPORTS.values().stream().mapToInt(r -> r.starved().size()).sum());
    REPORTS.forEach((store, report) -> report.put(evidence, store + "."));
    evidence.write();
  }

  /**
   * SQLite syncs one change after the other, whoever makes it: on a busy disk the whole number takes longer than all the rest of the quick tier's
   * fleets.
   */
  private static int onSqlite() {
    return Tier.name().equals("verify") ? 3 * THREADS / 10 : THREADS;
  }

  @Test
  void workers_on_files_finish_everything_and_starve_nobody() throws Exception {
    check("file", WorkerFleet.of(FileStoreOpener.class), THREADS);
  }

  @Test
  void workers_on_sqlite_finish_everything_and_starve_nobody() throws Exception {
    check("sqlite", WorkerFleet.of(SqliteStoreOpener.class), onSqlite());
  }

  @Test
  void workers_on_postgres_finish_everything_and_starve_nobody() throws Exception {
    check(
        "postgres",
        WorkerFleet.of(PostgresStoreOpener.class).properties(PostgresStoreOpener.properties()),
        THREADS);
  }

  private void check(String store, WorkerFleet fleet, int threads) throws Exception {
    WorkerFleet.Report report = fleet.run(directory, threads);
    REPORTS.put(store, report);

    assertThat(report.lost()).as("lost threads").isEmpty();
    assertThat(report.repeated()).as("effects repeated although recorded").isEmpty();
    assertThat(report.starved()).as("tenants served after the big one").isEmpty();
  }
}
