package io.harden4j.ollama.capacity;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Measures this machine: main memory from {@code /proc/meminfo} (else from the JVM), the limit of a container's control group in
 * version 1 or 2, cores, and NVIDIA cards if {@code nvidia-smi} is on the path. Other cards are not seen; give such a host by hand. A probe
 * never fails: what cannot be read is left out and noted. Immutable; safe to share between threads.
 */
public final class HostProbe {
  private final Path root;
  private final CommandRunner commands;

  HostProbe(Path root, CommandRunner commands) {
    this.root = root;
    this.commands = commands;
  }

  /** Returns a probe of this machine. */
  public static HostProbe ofThisMachine() {
    return new HostProbe(Path.of("/"), new ProcessCommandRunner());
  }

  /** Measures now; takes milliseconds, or up to five seconds if {@code nvidia-smi} hangs. */
  public Host detect() {
    List<String> notes = new ArrayList<>();
    MemoryInfo memory =
        MemoryInfo.read(root.resolve("proc/meminfo")).orElseGet(HostProbe::memoryOfTheJvm);
    long total = memory.total();
    long available = memory.available();
    ControlGroup group = ControlGroup.read(root);
    OptionalLong limit = group.limit();
    if (limit.isPresent() && limit.getAsLong() < total) {
      notes.add("the control group limits memory to " + Bytes.gib(limit.getAsLong()) + " of "
          + Bytes.gib(total));
      total = limit.getAsLong();
      available = Math.min(available, Math.max(0, total - group.used().orElse(0)));
    }
    List<Gpu> gpus = NvidiaSmi.query(commands, notes);
    int cores = Runtime.getRuntime().availableProcessors();
    return new Host(total, Math.min(available, total), cores, gpus, Origin.MEASURED, notes);
  }

  private static MemoryInfo memoryOfTheJvm() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MemoryInfo(system.getTotalMemorySize(), system.getFreeMemorySize());
  }
}
