package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
  private static final CommandRunner NO_CARDS = command -> Optional.empty();

  @TempDir
  private Path root;

  @Test
  void reads_total_and_available_memory() throws IOException {
    memory(64, 48);

    Host host = new HostProbe(root, NO_CARDS).detect();

    assertThat(host.ramBytes()).isEqualTo(64 * Bytes.GIB);
    assertThat(host.availableBytes()).isEqualTo(48 * Bytes.GIB);
    assertThat(host.gpus()).isEmpty();
    assertThat(host.cores()).isPositive();
    assertThat(host.origin()).isEqualTo(Origin.MEASURED);
  }

  @Test
  void a_version_2_control_group_is_the_limit_that_counts() throws IOException {
    memory(64, 48);
    write("proc/self/cgroup", "0::/app/inner");
    write("sys/fs/cgroup/app/inner/memory.max", "max");
    write("sys/fs/cgroup/app/memory.max", Long.toString(8 * Bytes.GIB));
    write("sys/fs/cgroup/app/memory.current", Long.toString(3 * Bytes.GIB));

    Host host = new HostProbe(root, NO_CARDS).detect();

    assertThat(host.ramBytes()).isEqualTo(8 * Bytes.GIB);
    assertThat(host.availableBytes()).isEqualTo(5 * Bytes.GIB);
    assertThat(host.notes()).singleElement().asString().contains("8.00 GiB of 64.00 GiB");
  }

  @Test
  void a_version_1_control_group_seen_from_inside_a_container_counts_too() throws IOException {
    memory(64, 2);
    write("proc/self/cgroup", "9:name=systemd:/\n4:memory,cpu:/docker/abc");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", Long.toString(16 * Bytes.GIB));

    Host host = new HostProbe(root, NO_CARDS).detect();

    assertThat(host.ramBytes()).isEqualTo(16 * Bytes.GIB);
    assertThat(host.availableBytes()).isEqualTo(2 * Bytes.GIB);
  }

  @Test
  void a_limit_above_the_machine_is_no_limit() throws IOException {
    memory(64, 48);
    write("proc/self/cgroup", "4:memory:/");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");

    Host host = new HostProbe(root, NO_CARDS).detect();

    assertThat(host.ramBytes()).isEqualTo(64 * Bytes.GIB);
    assertThat(host.notes()).isEmpty();
  }

  @Test
  void asks_the_jvm_where_there_is_no_proc() {
    Host host = new HostProbe(root, NO_CARDS).detect();

    assertThat(host.ramBytes()).isGreaterThan(0);
    assertThat(host.availableBytes()).isBetween(0L, host.ramBytes());
  }

  @Test
  void reads_nvidia_cards_and_notes_a_line_it_cannot_read() throws IOException {
    memory(64, 48);
    CommandRunner cards = command ->
        Optional.of(List.of("NVIDIA RTX 6000, Ada, 49140, 48000", "[Not Supported]", ""));

    Host host = new HostProbe(root, cards).detect();

    assertThat(host.gpus())
        .containsExactly(new Gpu("NVIDIA RTX 6000, Ada", 49_140L << 20, 48_000L << 20));
    assertThat(host.notes()).singleElement().asString().contains("[Not Supported]");
  }

  @Test
  void a_program_that_is_not_there_or_fails_gives_nothing() {
    ProcessCommandRunner runner = new ProcessCommandRunner();

    assertThat(runner.run(List.of("no-such-program-" + root.getFileName()))).isEmpty();
    assertThat(runner.run(List.of(java(), "-no-such-option"))).isEmpty();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void memory(int totalGib, int availableGib) throws IOException {
    write(
        "proc/meminfo",
        "MemTotal:       " + totalGib * 1024L * 1024 + " kB\nMemFree:  12 kB\nMemAvailable:   "
            + availableGib * 1024L * 1024 + " kB\nHugePages_Total:       0");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }
}
