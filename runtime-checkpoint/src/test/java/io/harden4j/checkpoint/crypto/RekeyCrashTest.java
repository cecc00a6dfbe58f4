package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.FaultPoints;
import io.harden4j.testkit.kill.KillHarness;
import io.harden4j.testkit.kill.KillPlan;
import io.harden4j.testkit.kill.Killed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that rotates a key is killed with SIGKILL halfway: every value can be read, and the next rotation does what is left. */
class RekeyCrashTest {
  private static final long SEED = 20_261_124;
  private static final int THREADS = 12;

  /** Before, in and after a transaction, or the rewrite of a log. */
  private static final List<String> POINTS =
      List.of("store.beforeRekey", "store.midRekey", "store.afterRekey");

  private static final Map<String, List<Verdict>> VERDICTS = new TreeMap<>();

  @TempDir
  Path directory;

  /** What one kill came to. */
  private record Verdict(boolean halfway, long unreadable, long leftBehind, long unreadableAfter) {}

  @AfterAll
  static void writeEvidence() {
    int ran = VERDICTS.values().stream().mapToInt(List::size).sum();
    Evidence evidence = Evidence.of("rekey-crash").ran(ran).skipped(3 - VERDICTS.size());
    VERDICTS.forEach((store, verdicts) -> evidence
        .put(store + ".kills", verdicts.size())
        .put(
            store + ".killedHalfway", verdicts.stream().filter(Verdict::halfway).count())
        .put(
            store + ".unreadableValues",
            verdicts.stream().mapToLong(Verdict::unreadable).sum())
        .put(
            store + ".valuesLeftUnderTheOldKey",
            verdicts.stream().mapToLong(Verdict::leftBehind).sum())
        .put(
            store + ".unreadableWithoutTheOldKey",
            verdicts.stream().mapToLong(Verdict::unreadableAfter).sum()));
    evidence.write();
  }

  @Test
  void a_rotation_on_files_that_was_killed_is_run_again() throws Exception {
    killed("file", new FileStoreOpener(), Map.of());
  }

  @Test
  void a_rotation_on_sqlite_that_was_killed_is_run_again() throws Exception {
    killed("sqlite", new SqliteStoreOpener(), Map.of());
  }

  @Test
  void a_rotation_on_postgres_that_was_killed_is_run_again() throws Exception {
    killed("postgres", new PostgresStoreOpener(), PostgresStoreOpener.properties());
  }

  private void killed(String name, StoreOpener opener, Map<String, String> properties)
      throws Exception {
    KillHarness harness = KillHarness.of(RekeyedProcess.class);
    properties.forEach(harness::property);
    List<Verdict> verdicts = new ArrayList<>();
    Random random = new Random(SEED);
    for (int i = 0; i < Tier.of(3, 60); i++) {
      // Of the twelve threads a few are done and a few are left, whatever a store does for each.
      KillPlan plan = new KillPlan(POINTS.get(i % POINTS.size()), 3 + random.nextInt(8));
      verdicts.add(
          killed(harness, opener, plan, Files.createDirectory(directory.resolve("s" + i))));
    }
    VERDICTS.put(name, verdicts);

    assertThat(verdicts).allSatisfy(v -> {
      assertThat(v.unreadable()).as("values that nobody can read").isZero();
      assertThat(v.leftBehind()).as("values under the old key").isZero();
      assertThat(v.unreadableAfter()).as("values lost with the old key").isZero();
    });
    assertThat(verdicts)
        .as("killed between the first and the last value")
        .anyMatch(Verdict::halfway);
  }

  private static Verdict killed(
      KillHarness harness, StoreOpener opener, KillPlan plan, Path place) {
    try (RotationScene before = scene(opener, place)) {
      before.seed();
    }
    Killed killed = harness.killAt(
        plan, opener.getClass().getName(), place.toString(), Integer.toString(THREADS));
    assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);

    try (RotationScene after = scene(opener, place)) {
      after.keys.add(RotationScene.ACME, "k2");
      boolean halfway = after.keyIds(RotationScene.ACME).size() == 2;
      long unreadable = after.unreadable(RotationScene.ACME);
      RekeyReport report =
          Rekey.builder(after.store(), after.cipher()).build().tenant(RotationScene.ACME);
      assertThat(report.complete()).as("%s", report).isTrue();
      long left = after.keyIds(RotationScene.ACME).equals(Set.of("k2")) ? 0 : 1;
      after.keys.remove(RotationScene.ACME, "k1");
      after.readAll();
      return new Verdict(
          halfway,
          unreadable,
          left,
          after.unreadable(RotationScene.ACME) + after.failedReads.get());
    }
  }

  private static RotationScene scene(StoreOpener opener, Path place) {
    CheckpointStore store =
        opener.open(place.resolve("store"), InstantSource.system(), FaultPoints.NONE);
    return new RotationScene(store, THREADS);
  }
}
