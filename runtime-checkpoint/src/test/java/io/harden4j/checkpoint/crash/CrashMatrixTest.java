package io.harden4j.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run on each durable store, killed with SIGKILL at any point of engine, store and world, and resumed by another process. */
class CrashMatrixTest {
  private static final long SEED = 20_261_123;

  /** The points every store is killed at; the store in files has more. */
  private static final List<String> POINTS = List.of(
      "afterAcquire",
      "afterInput",
      "beforeIntent",
      "afterIntent",
      "afterCall",
      "afterDone",
      "afterPutTask",
      "beforeCommit",
      "store.midIntent",
      "store.midCommit",
      "afterCommit",
      "afterAnswer",
      "store.midFork",
      "store.midPrune");

  private static final Map<String, List<CrashVerdict>> MATRIX = new TreeMap<>();

  @TempDir
  Path directory;

  @AfterAll
  static void writeMatrix() {
    List<CrashVerdict> all = MATRIX.values().stream().flatMap(List::stream).toList();
    Evidence evidence = Evidence.of("crash-matrix")
        .ran(all.size())
        .skipped(3 - MATRIX.size())
        .put("kills", all.size())
        .put("stores", MATRIX.size())
        .put("faultPoints", POINTS.size());
    put(evidence, "", all);
    MATRIX.forEach((store, verdicts) -> {
      evidence.put(store + ".kills", verdicts.size());
      evidence.put(store + ".killsPerPoint", killsPerPoint());
      put(evidence, store + ".", verdicts);
    });
    evidence.write();
  }

  private static int killsPerPoint() {
    return Tier.of(2, 100);
  }

  @Test
  void a_run_on_files_killed_anywhere_is_resumed_without_losing_or_repeating_what_was_recorded()
      throws Exception {
    KillHarness harness = KillHarness.of(CrashedProcess.class);
    List<String> passed = harness.points(FileStoreOpener.class.getName(), fresh("undisturbed"));
    List<KillPlan> plans = new ArrayList<>(atThePoints(harness, passed));
    int matrix = plans.size();
    plans.addAll(harness.plans(passed, Math.max(0, Tier.of(60, 600) - matrix), SEED));

    List<CrashVerdict> verdicts = killAll(harness, new FileStoreOpener(), plans);

    MATRIX.put("file", verdicts.subList(0, matrix));
    writeFileEvidence(new HashSet<>(passed).size(), verdicts);
    assertThat(verdicts).filteredOn(v -> !v.isFine()).isEmpty();
    assertThat(new HashSet<>(passed)).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void a_run_on_sqlite_killed_anywhere_is_resumed_without_losing_or_repeating_what_was_recorded()
      throws Exception {
    killAtEachPoint("sqlite", new SqliteStoreOpener(), Map.of());
  }

  @Test
  void a_run_on_postgres_killed_anywhere_is_resumed_without_losing_or_repeating_what_was_recorded()
      throws Exception {
    killAtEachPoint("postgres", new PostgresStoreOpener(), PostgresStoreOpener.properties());
  }

  private void killAtEachPoint(String name, StoreOpener opener, Map<String, String> properties)
      throws Exception {
    KillHarness harness = KillHarness.of(CrashedProcess.class);
    properties.forEach(harness::property);
    List<String> passed = harness.points(opener.getClass().getName(), fresh(name + "-undisturbed"));

    List<CrashVerdict> verdicts = killAll(harness, opener, atThePoints(harness, passed));

    MATRIX.put(name, verdicts);
    assertThat(verdicts).filteredOn(v -> !v.isFine()).isEmpty();
  }

  private static List<KillPlan> atThePoints(KillHarness harness, List<String> passed) {
    assertThat(passed).containsAll(POINTS);
    List<String> wanted = passed.stream().filter(POINTS::contains).toList();
    return harness.plans(wanted, POINTS.size() * killsPerPoint(), SEED);
  }

  /** Two at a time: a child spends half of its life waiting for the disk. */
  private List<CrashVerdict> killAll(KillHarness harness, StoreOpener opener, List<KillPlan> plans)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<CrashVerdict>> running = new ArrayList<>();
      for (int i = 0; i < plans.size(); i++) {
        KillPlan plan = plans.get(i);
        String place = fresh(i + "-" + plan.point());
        running.add(two.submit(() -> kill(harness, opener, plan, place)));
      }
      List<CrashVerdict> verdicts = new ArrayList<>();
      for (Future<CrashVerdict> verdict : running) {
        verdicts.add(verdict.get());
      }
      return verdicts;
    } finally {
      two.shutdownNow();
    }
  }

  private static CrashVerdict kill(
      KillHarness harness, StoreOpener opener, KillPlan plan, String place) {
    Killed killed = harness.killAt(plan, opener.getClass().getName(), place);
    assertThat(killed.reached()).as("%s is reached", plan).isTrue();
    assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);
    return CrashVerdict.of(killed, opener, Path.of(place));
  }

  private static void writeFileEvidence(int points, List<CrashVerdict> verdicts) {
    Evidence evidence = Evidence.of("crash-file")
        .ran(verdicts.size())
        .put("kills", verdicts.size())
        .put("faultPoints", points)
        .put("lostCommits", count(verdicts, CrashVerdict::lostCommit));
    put(evidence, "", verdicts);
    evidence.write();
  }

  private static void put(Evidence evidence, String prefix, List<CrashVerdict> verdicts) {
    evidence
        .put(prefix + "lostTasks", sum(verdicts, v -> v.lostTasks().size()))
        .put(
            prefix + "repeatedRecordedEffects",
            sum(verdicts, v -> v.repeatedEffects().size()))
        .put(prefix + "phantomCheckpoints", count(verdicts, CrashVerdict::phantom))
        .put(prefix + "lostAnswers", count(verdicts, CrashVerdict::lostAnswer))
        .put(prefix + "unreadableThreads", count(verdicts, v -> !v.problem().isEmpty()));
  }

  private static long count(List<CrashVerdict> verdicts, Predicate<CrashVerdict> what) {
    return verdicts.stream().filter(what).count();
  }

  private static long sum(List<CrashVerdict> verdicts, ToLongFunction<CrashVerdict> what) {
    return verdicts.stream().mapToLong(what).sum();
  }

  private String fresh(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name)).toString();
  }
}
