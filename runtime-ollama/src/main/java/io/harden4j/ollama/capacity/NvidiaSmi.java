package io.harden4j.ollama.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA cards as {@code nvidia-smi} lists them. */
final class NvidiaSmi {
  private static final List<String> COMMAND = List.of(
      "nvidia-smi", "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits");
  private static final long MIB = 1L << 20;

  private NvidiaSmi() {}

  /** Returns the cards, none if the program is missing; a line that cannot be read is left out and noted. */
  static List<Gpu> query(CommandRunner commands, List<String> notes) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : commands.run(COMMAND).orElse(List.of())) {
      Optional<Gpu> gpu = gpu(line);
      if (gpu.isPresent()) {
        gpus.add(gpu.get());
      } else if (!line.isBlank()) {
        notes.add(
            "nvidia-smi's line '" + line.strip() + "' was not understood; that card is left out");
      }
    }
    return gpus;
  }

  private static Optional<Gpu> gpu(String line) {
    int second = line.lastIndexOf(',');
    int first = second < 0 ? -1 : line.lastIndexOf(',', second - 1);
    if (first < 0) {
      return Optional.empty();
    }
    String total = line.substring(first + 1, second).strip();
    String free = line.substring(second + 1).strip();
    if (!total.matches("[1-9][0-9]{0,9}") || !free.matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    long bytes = Long.parseLong(total) * MIB;
    return Optional.of(new Gpu(
        line.substring(0, first).strip(), bytes, Math.min(bytes, Long.parseLong(free) * MIB)));
  }
}
