package io.harden4j.mcp;

import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the JVM holds, looked at from time to time: the medians of the first and the last third say whether it grows. Thread-safe. */
final class Footprint {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** @param rssKb memory of the process, or 0 where the system does not say */
  private record Look(double heapKb, double threads, double rssKb) {}

  private final List<Look> looks = new ArrayList<>();

  /** Looks at what is left when garbage was collected: the least of three times, since other threads go on. */
  synchronized void look() {
    double heap = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      heap = Math.min(
          heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0);
    }
    looks.add(new Look(heap, ManagementFactory.getThreadMXBean().getThreadCount(), rss()));
  }

  synchronized int looks() {
    return looks.size();
  }

  double heapGrowth() {
    return last(Look::heapKb) / first(Look::heapKb);
  }

  double threadGrowth() {
    return last(Look::threads) / first(Look::threads);
  }

  void writeTo(Evidence evidence) {
    evidence
        .put("looks", looks())
        .put("heapFirstKb", first(Look::heapKb))
        .put("heapLastKb", last(Look::heapKb))
        .put("heapLastOverFirst", heapGrowth())
        .put("threadsFirst", first(Look::threads))
        .put("threadsLast", last(Look::threads))
        .put("threadsLastOverFirst", threadGrowth());
    if (first(Look::rssKb) > 0) {
      evidence.put("rssLastOverFirst", last(Look::rssKb) / first(Look::rssKb));
    }
  }

  private double first(ToDoubleFunction<Look> of) {
    return median(of, 0, third());
  }

  private double last(ToDoubleFunction<Look> of) {
    return median(of, looks() - third(), looks());
  }

  private int third() {
    return Math.max(1, looks() / 3);
  }

  private synchronized double median(ToDoubleFunction<Look> of, int from, int to) {
    double[] sorted = looks.subList(from, to).stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double rss() {
    try {
      return Files.exists(STATUS)
          ? Files.readAllLines(STATUS).stream()
              .filter(l -> l.startsWith("VmRSS:"))
              .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
