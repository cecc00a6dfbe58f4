package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.CrashInspection.Fault;
import io.harden4j.testkit.kill.FaultPoints;
import io.harden4j.testkit.kill.KillHarness;
import io.harden4j.testkit.kill.KillPlan;
import io.harden4j.testkit.kill.Killed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Group J: a durable store in a child JVM, killed with SIGKILL at named points of a run, outside and inside the store. Extend it beside {@link
 * CheckpointStoreContract} and name the opener. Writes {@code <evidence name>.json}.
 */
public abstract class CheckpointStoreCrashContract {
  private static final long SEED = 20_260_115;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  /** Creates the contract for one test. */
  protected CheckpointStoreCrashContract() {}

  /** Returns a class with a constructor without arguments that opens the store here and in the child. */
  protected abstract Class<? extends StoreOpener> opener();

  /** Returns the name of the evidence file, such as {@code crash-file}. */
  protected abstract String evidenceName();

  /** Returns system properties of the children, such as where a server is; default none. */
  protected Map<String, String> properties() {
    return Map.of();
  }

  /** Returns how many children are killed; default 60, in the tier {@code full} 600. */
  protected int kills() {
    return Tier.of(60, 600);
  }

  @Test
  final void a_process_killed_anywhere_keeps_its_promises_and_the_run_goes_on() throws Exception {
    KillHarness harness = KillHarness.of(CrashChild.class);
    properties().forEach(harness::property);
    List<String> points = harness.points(opener().getName(), fresh("undisturbed"));
    List<Fault> faults = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    int ran = 0;

    for (KillPlan plan : harness.plans(points, kills(), SEED)) {
      String place = fresh(ran++ + "-" + plan);
      Killed killed = harness.killAt(plan, opener().getName(), place);
      assertThat(killed.reached()).as("%s is reached", plan).isTrue();
      assertThat(killed.exitCode()).as("%s ends by SIGKILL", plan).isEqualTo(Killed.SIGKILL);
      try {
        inspect(Path.of(place), killed).forEach(fault -> faults.add(fault));
      } catch (RuntimeException e) {
        unreadable.add(plan + ": " + e);
      }
    }

    writeEvidence(new HashSet<>(points).size(), ran, faults, unreadable.size());
    assertThat(unreadable).as("threads that cannot be read or resumed").isEmpty();
    assertThat(faults).isEmpty();
    assertThat(new HashSet<>(points)).as("fault points").hasSizeGreaterThanOrEqualTo(12);
  }

  private List<Fault> inspect(Path place, Killed killed) throws ReflectiveOperationException {
    StoreOpener here = opener().getDeclaredConstructor().newInstance();
    try (CheckpointStore store =
        here.open(place.resolve("store"), InstantSource.system(), FaultPoints.NONE)) {
      return new CrashInspection(killed.said())
          .inspect(store, CrashChild.world(place), () -> CrashChild.calls(place));
    }
  }

  private void writeEvidence(int points, int kills, List<Fault> faults, int unreadable) {
    Evidence.of(evidenceName())
        .ran(kills)
        .put("kills", kills)
        .put("faultPoints", points)
        .put("lostTasks", Collections.frequency(faults, Fault.LOST_TASK))
        .put("lostCommits", Collections.frequency(faults, Fault.LOST_COMMIT))
        .put("lostEffects", Collections.frequency(faults, Fault.LOST_EFFECT))
        .put("repeatedRecordedEffects", Collections.frequency(faults, Fault.REPEATED_EFFECT))
        .put("unreadableThreads", unreadable)
        .put("otherFaults", otherFaults(faults))
        .write();
  }

  private static long otherFaults(List<Fault> faults) {
    return faults.stream()
        .filter(f -> f == Fault.LOST_QUESTION
            || f == Fault.LOST_ANSWER
            || f == Fault.LOST_BRANCH
            || f == Fault.PHANTOM
            || f == Fault.WRONG_END)
        .count();
  }

  private String fresh(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name)).toString();
  }
}
