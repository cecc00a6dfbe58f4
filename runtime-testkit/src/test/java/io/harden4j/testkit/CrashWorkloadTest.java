package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.testkit.kill.FaultPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workload of the kill harness, in one process: an error thrown at a point stands for the crash. */
class CrashWorkloadTest {
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final Owner DEAD = new Owner(
      Owner.thisProcess("x").host(), ProcessHandle.current().pid(), Instant.EPOCH, "dead");

  @Test
  void a_run_that_crashes_at_any_point_ends_as_an_undisturbed_one() {
    List<String> passed = new ArrayList<>();
    run(new InMemoryCheckpointStore(), passed::add, new ArrayList<>(), new ArrayList<>());

    for (int crash = 0; crash < passed.size(); crash++) {
      InMemoryCheckpointStore store = new InMemoryCheckpointStore();
      List<String> world = new ArrayList<>();
      List<String> said = new ArrayList<>();
      int[] left = {crash};

      run(
          store,
          point -> {
            if (left[0]-- == 0) {
              throw new Crash();
            }
          },
          world,
          said);

      assertThat(new CrashInspection(said).inspect(store, world::add, () -> List.copyOf(world)))
          .as("crash at point %d, %s", crash, passed.get(crash))
          .isEmpty();
    }
    assertThat(passed).hasSizeGreaterThan(60);
  }

  @Test
  void the_inspection_sees_what_a_forgetful_store_lost() {
    InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    List<String> promises = List.of("commit 0", "task 0", "done a0", "asked question-0", "forked");

    assertThat(new CrashInspection(promises).inspect(store, key -> {}, () -> List.of("a0")))
        .contains(
            CrashInspection.Fault.LOST_COMMIT,
            CrashInspection.Fault.LOST_QUESTION,
            CrashInspection.Fault.LOST_BRANCH);
  }

  private static void run(
      InMemoryCheckpointStore store, FaultPoints faults, List<String> world, List<String> said) {
    try {
      new CrashWorkload(store, faults, world::add, said::add).run(DEAD);
    } catch (Crash expected) {
      assertThat(said).isNotNull();
    }
  }
}
