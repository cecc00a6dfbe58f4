package io.harden4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * When the steps of a long run began. Of each run the medians of {@value #WINDOW} early and {@value #WINDOW} late steps are kept; a fork hands
 * its medians to the report through a file. Used by one thread.
 */
final class StepTimes {
  private static final int WARM = 10;
  private static final int WINDOW = 100;

  private final long[] began = new long[Workloads.STEPS];
  private final List<Double> early = new ArrayList<>();
  private final List<Double> late = new ArrayList<>();
  private int steps;

  /**
   * Medians of one iteration, in nanoseconds a step.
   *
   * @param early steps 10 to 110
   * @param late  the last 100 steps
   */
  record Medians(double early, double late) {}

  void mark() {
    began[steps++] = System.nanoTime();
  }

  /** Ends a run. */
  void endRun() {
    if (steps != Workloads.STEPS) {
      throw new IllegalStateException(
          "a run had " + steps + " steps instead of " + Workloads.STEPS);
    }
    early.add(median(WARM));
    late.add(median(steps - 1 - WINDOW));
    steps = 0;
  }

  private double median(int from) {
    double[] nanos = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      nanos[i] = began[from + i + 1] - began[from + i];
    }
    return median(nanos);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Ends an iteration: adds its medians to the file if they count, and forgets them. */
  void endIteration(String file, boolean counts) {
    if (counts && !file.isEmpty()) {
      append(Path.of(file), String.format(Locale.ROOT, "%.1f %.1f%n", of(early), of(late)));
    }
    early.clear();
    late.clear();
  }

  private static double of(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void append(Path file, String line) {
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the medians to " + file, e);
    }
  }

  /** Reads what the forks wrote: the medians over their iterations. */
  static Medians read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new Medians(column(lines, 0), column(lines, 1));
    } catch (IOException e) {
      throw new UncheckedIOException("no medians in " + file + "; the benchmark has failed", e);
    }
  }

  private static double column(List<String> lines, int number) {
    return median(lines.stream()
        .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[number]))
        .toArray());
  }
}
