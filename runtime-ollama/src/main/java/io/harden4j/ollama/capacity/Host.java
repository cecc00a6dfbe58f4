package io.harden4j.ollama.capacity;

import java.util.List;

/**
 * The memory and cores of a machine. Immutable.
 *
 * @param ramBytes main memory, or the container's limit where that is lower
 * @param availableBytes what of it is free for a new process now
 * @param cores processors this process may use
 * @param gpus cards with their own memory; copied
 * @param origin {@code MEASURED} from a probe, {@code ASSUMED} if a person gave the numbers
 * @param notes what a probe wants to say about them, e.g. which limit applies; copied
 */
public record Host(
    long ramBytes,
    long availableBytes,
    int cores,
    List<Gpu> gpus,
    Origin origin,
    List<String> notes) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless {@code 0 <= available <= ram}, and ram and cores are positive
   */
  public Host {
    gpus = List.copyOf(gpus);
    notes = List.copyOf(notes);
    if (ramBytes <= 0 || availableBytes < 0 || availableBytes > ramBytes || cores <= 0) {
      throw new IllegalArgumentException(
          "a host needs 0 <= available <= ram and at least one core, but has " + availableBytes
              + ", " + ramBytes + " bytes and " + cores + " cores");
    }
  }

  /** Returns an imagined host with this much main memory, all of it free, and no GPU. */
  public static Host ofRam(long ramBytes, int cores) {
    return new Host(ramBytes, ramBytes, cores, List.of(), Origin.ASSUMED, List.of());
  }

  /** Returns a copy with these cards. */
  public Host withGpus(List<Gpu> cards) {
    return new Host(ramBytes, availableBytes, cores, cards, origin, notes);
  }

  /** Bytes of all cards together. */
  public long gpuBytes() {
    return gpus.stream().mapToLong(Gpu::totalBytes).sum();
  }

  /** Bytes that are free on all cards together. */
  public long gpuFreeBytes() {
    return gpus.stream().mapToLong(Gpu::freeBytes).sum();
  }

  /**
   * Main memory a model may take: all but a tenth, where the rest, at least 1 and at most 4 GiB, is left to the system and this JVM.
   * A rule of thumb of ours.
   */
  public long usableRam() {
    long rest = Math.min(4 * Bytes.GIB, Math.max(Bytes.GIB, ramBytes / 10));
    return Math.max(0, ramBytes - rest);
  }

  /** Memory of the cards a model may take: all but a twentieth. A rule of thumb of ours. */
  public long usableGpu() {
    return gpuBytes() - gpuBytes() / 20;
  }
}
