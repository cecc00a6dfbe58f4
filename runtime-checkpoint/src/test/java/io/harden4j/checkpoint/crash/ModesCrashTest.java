package io.harden4j.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.run.Durability;
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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that write behind themselves or at their end, killed with SIGKILL: what was durable stays, the rest is done again, the end is the same. */
class ModesCrashTest {
  private static final long SEED = 20_261_124;

  @TempDir
  Path directory;

  @Test
  void a_run_killed_anywhere_in_any_mode_ends_right_and_repeats_nothing_recorded()
      throws IOException {
    Evidence evidence = Evidence.of("crash-modes");
    int ran = 0;
    List<CrashVerdict> broken = new ArrayList<>();
    for (Durability mode : List.of(Durability.ASYNC, Durability.EXIT)) {
      List<CrashVerdict> verdicts = kill(mode);
      String name = mode.name().toLowerCase(Locale.ROOT);
      evidence
          .put(name + ".kills", verdicts.size())
          .put(
              name + ".lostTasks",
              verdicts.stream().mapToLong(v -> v.lostTasks().size()).sum())
          .put(
              name + ".lostCommits",
              verdicts.stream().filter(CrashVerdict::lostCommit).count())
          .put(
              name + ".phantomCheckpoints",
              verdicts.stream().filter(CrashVerdict::phantom).count())
          .put(
              name + ".lostAnswers",
              verdicts.stream().filter(CrashVerdict::lostAnswer).count())
          .put(
              name + ".repeatedRecordedEffects",
              verdicts.stream().mapToLong(v -> v.repeatedEffects().size()).sum())
          .put(
              name + ".unreadableThreads",
              verdicts.stream().filter(v -> !v.problem().isEmpty()).count());
      ran += verdicts.size();
      verdicts.stream().filter(v -> !v.isFine()).forEach(broken::add);
    }
    evidence.ran(ran).write();
    assertThat(broken).isEmpty();
  }

  private List<CrashVerdict> kill(Durability mode) throws IOException {
    KillHarness harness =
        KillHarness.of(CrashedProcess.class).property(CrashedGraph.DURABILITY, mode.name());
    List<String> passed = harness.points(
        FileStoreOpener.class.getName(), fresh(mode + "-undisturbed").toString());
    assertThat(new HashSet<>(passed)).as("fault points of %s", mode).hasSizeGreaterThan(11);
    List<CrashVerdict> verdicts = new ArrayList<>();
    for (KillPlan plan : harness.plans(passed, Tier.of(8, 300), SEED)) {
      Path place = fresh(mode + "-" + verdicts.size());
      Killed killed = harness.killAt(plan, FileStoreOpener.class.getName(), place.toString());
      assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);
      verdicts.add(CrashVerdict.of(killed, new FileStoreOpener(), place));
    }
    return verdicts;
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
