package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.Evidence;
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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run on a store in files, killed with SIGKILL at any point of engine, store and world, and resumed by another process. */
class GraphCrashTest {
  private static final long SEED = 20_261_123;

  @TempDir
  Path directory;

  @Test
  void a_run_killed_anywhere_is_resumed_without_losing_or_repeating_what_was_recorded()
      throws Exception {
    List<String> passed = harness().points(fresh("undisturbed").toString());
    List<KillPlan> plans = harness().plans(passed, Tier.of(60, 600), SEED);

    List<CrashVerdict> verdicts = killAll(plans);

    Set<String> points = new HashSet<>(passed);
    writeEvidence(points.size(), verdicts);
    assertThat(verdicts).filteredOn(v -> !v.isFine()).isEmpty();
    assertThat(points).contains("afterIntent", "store.midCommit", "afterAnswer", "store.midFork");
    assertThat(points).hasSizeGreaterThanOrEqualTo(12);
  }

  /** Two at a time: a child spends half of its life waiting for the disk. */
  private List<CrashVerdict> killAll(List<KillPlan> plans)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<CrashVerdict>> running = new ArrayList<>();
      for (int i = 0; i < plans.size(); i++) {
        KillPlan plan = plans.get(i);
        Path place = fresh(i + "-" + plan.point());
        running.add(two.submit(() -> kill(plan, place)));
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

  private static CrashVerdict kill(KillPlan plan, Path place) {
    Killed killed = harness().killAt(plan, place.toString());
    assertThat(killed.reached()).as("%s is reached", plan).isTrue();
    assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);
    return CrashVerdict.of(killed, place);
  }

  private static void writeEvidence(int points, List<CrashVerdict> verdicts) {
    Evidence.of("crash-file")
        .ran(verdicts.size())
        .put("kills", verdicts.size())
        .put("faultPoints", points)
        .put("lostTasks", verdicts.stream().mapToLong(v -> v.lostTasks().size()).sum())
        .put("lostCommits", verdicts.stream().filter(CrashVerdict::lostCommit).count())
        .put("lostAnswers", verdicts.stream().filter(CrashVerdict::lostAnswer).count())
        .put(
            "repeatedRecordedEffects",
            verdicts.stream().mapToLong(v -> v.repeatedEffects().size()).sum())
        .put(
            "unreadableThreads",
            verdicts.stream().filter(v -> !v.problem().isEmpty()).count())
        .write();
  }

  private static KillHarness harness() {
    return KillHarness.of(CrashedProcess.class);
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
