package io.harden4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken for dead, by a table of processes that the test writes. */
class ProcessTableTest {
  private static final Instant START = Instant.ofEpochMilli(8_100_150);

  @TempDir
  Path proc;

  private ProcessTable table;

  @BeforeEach
  void fill() throws IOException {
    table = place(proc, "boot-1", "pid:[1]");
    process(1, "S", 5);
    process(4711, "S", 810_015);
  }

  private static ProcessTable place(Path proc, String boot, String namespace) throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), boot + "\n");
    Files.createDirectories(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of(namespace));
    return new ProcessTable(proc);
  }

  private void process(long pid, String state, long ticks) throws IOException {
    Files.createDirectories(proc.resolve("" + pid));
    Files.writeString(
        proc.resolve(pid + "/stat"),
        pid + " (a (bad) name) " + state + " 1 1 1 0 -1 4194304 99 0 0 0 0 0 0 0 20 0 1 0 " + ticks
            + " 3133440 390\n");
  }

  @Test
  void a_process_that_runs_is_not_gone_and_one_that_ended_is() {
    assertThat(table.isGone(4711, START)).isFalse();
    assertThat(table.isGone(4712, START)).isTrue();
  }

  @Test
  void an_id_that_belongs_to_another_process_now_is_gone() throws IOException {
    process(4711, "S", 999_999);

    assertThat(table.isGone(4711, START)).isTrue();
  }

  @Test
  void a_process_that_was_killed_and_not_asked_for_is_gone() throws IOException {
    process(4711, "Z", 810_015);

    assertThat(table.isGone(4711, START)).isTrue();
  }

  @Test
  void where_processes_of_others_are_hidden_nobody_is_gone() throws IOException {
    Files.delete(proc.resolve("1/stat"));

    assertThat(table.isGone(4712, START)).isFalse();
  }

  @Test
  void containers_and_boots_are_places_of_their_own(@TempDir Path more) throws IOException {
    ProcessTable same = place(more.resolve("a"), "boot-1", "pid:[1]");
    ProcessTable container = place(more.resolve("b"), "boot-1", "pid:[2]");
    ProcessTable machine = place(more.resolve("c"), "boot-2", "pid:[1]");

    assertThat(table.place()).isNotEmpty().isEqualTo(same.place());
    assertThat(container.place()).isNotEqualTo(table.place());
    assertThat(machine.place()).isNotEqualTo(table.place()).isNotEqualTo(container.place());
  }

  @Test
  void without_such_a_table_the_jdk_is_asked(@TempDir Path none) {
    ProcessTable other = new ProcessTable(none);
    ProcessHandle self = ProcessHandle.current();

    assertThat(other.place()).isEmpty();
    assertThat(other.isGone(self.pid(), other.startOf(self))).isFalse();
    assertThat(other.isGone(self.pid(), Instant.EPOCH)).isTrue();
  }

  @Test
  void this_process_is_not_dead() {
    assertThat(Owner.thisProcess("a").isDeadHere()).isFalse();
  }
}
