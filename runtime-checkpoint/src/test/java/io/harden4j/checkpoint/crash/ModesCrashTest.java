package io.harden4j.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
import io.harden4j.run.Durability;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.KillHarness;
import io.harden4j.testkit.kill.KillPlan;
import io.harden4j.testkit.kill.Killed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that write behind themselves or at their end, on each durable store, killed with SIGKILL: what was durable stays, the rest is done
 * again, the end is the same.
 */
class ModesCrashTest {
  private static final long SEED = 20_261_124;
  private static final List<Durability> MODES = List.of(Durability.ASYNC, Durability.EXIT);
  private static final Map<String, List<CrashVerdict>> VERDICTS = new TreeMap<>();

  @TempDir
  Path directory;

  @AfterAll
  static void writeEvidence() {
    int ran = VERDICTS.values().stream().mapToInt(List::size).sum();
    int stores = (int) VERDICTS.keySet().stream()
        .map(k -> k.substring(0, k.indexOf('.')))
        .distinct()
        .count();
    Evidence evidence =
        Evidence.of("crash-modes").ran(ran).skipped(3 - stores).put("stores", stores);
    VERDICTS.forEach((what, verdicts) -> put(evidence, what + ".", verdicts));
    evidence.write();
  }

  private static void put(Evidence evidence, String prefix, List<CrashVerdict> verdicts) {
    evidence
        .put(prefix + "kills", verdicts.size())
        .put(
            prefix + "lostTasks",
            verdicts.stream().mapToLong(v -> v.lostTasks().size()).sum())
        .put(
            prefix + "lostCommits",
            verdicts.stream().filter(CrashVerdict::lostCommit).count())
        .put(
            prefix + "phantomCheckpoints",
            verdicts.stream().filter(CrashVerdict::phantom).count())
        .put(
            prefix + "lostAnswers",
            verdicts.stream().filter(CrashVerdict::lostAnswer).count())
        .put(
            prefix + "repeatedRecordedEffects",
            verdicts.stream().mapToLong(v -> v.repeatedEffects().size()).sum())
        .put(
            prefix + "unreadableThreads",
            verdicts.stream().filter(v -> !v.problem().isEmpty()).count());
  }

  @Test
  void a_run_on_files_killed_anywhere_in_any_mode_ends_right_and_repeats_nothing_recorded()
      throws Exception {
    killInEachMode("file", new FileStoreOpener(), Map.of());
  }

  @Test
  void a_run_on_sqlite_killed_anywhere_in_any_mode_ends_right_and_repeats_nothing_recorded()
      throws Exception {
    killInEachMode("sqlite", new SqliteStoreOpener(), Map.of());
  }

  @Test
  void a_run_on_postgres_killed_anywhere_in_any_mode_ends_right_and_repeats_nothing_recorded()
      throws Exception {
    killInEachMode("postgres", new PostgresStoreOpener(), PostgresStoreOpener.properties());
  }

  private void killInEachMode(String name, StoreOpener opener, Map<String, String> properties)
      throws Exception {
    List<CrashVerdict> broken = new ArrayList<>();
    for (Durability mode : MODES) {
      KillHarness harness =
          KillHarness.of(CrashedProcess.class).property(CrashedGraph.DURABILITY, mode.name());
      properties.forEach(harness::property);
      List<CrashVerdict> verdicts = kill(mode, harness, opener);
      VERDICTS.put(name + "." + mode.name().toLowerCase(Locale.ROOT), verdicts);
      verdicts.stream().filter(v -> !v.isFine()).forEach(broken::add);
    }
    assertThat(broken).isEmpty();
  }

  private List<CrashVerdict> kill(Durability mode, KillHarness harness, StoreOpener opener)
      throws Exception {
    List<String> passed =
        harness.points(opener.getClass().getName(), fresh(mode + "-undisturbed").toString());
    assertThat(new HashSet<>(passed)).as("fault points of %s", mode).hasSizeGreaterThan(11);
    List<KillPlan> plans = harness.plans(passed, Tier.of(4, 300), SEED);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<CrashVerdict>> running = new ArrayList<>();
      for (KillPlan plan : plans) {
        Path place = fresh(mode + "-" + running.size());
        running.add(two.submit(() -> kill(harness, opener, plan, place)));
      }
      List<CrashVerdict> verdicts = new ArrayList<>();
      for (Future<CrashVerdict> each : running) {
        verdicts.add(each.get());
      }
      return verdicts;
    } finally {
      two.shutdownNow();
    }
  }

  private static CrashVerdict kill(
      KillHarness harness, StoreOpener opener, KillPlan plan, Path place) {
    Killed killed = harness.killAt(plan, opener.getClass().getName(), place.toString());
    assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);
    return CrashVerdict.of(killed, opener, place);
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
