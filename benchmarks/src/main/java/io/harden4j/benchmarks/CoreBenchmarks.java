package io.harden4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all workloads and writes {@code target/evidence/core.json}. Started by {@code benchmarks/run core}. */
public final class CoreBenchmarks {
  private CoreBenchmarks() {}

  /**
   * Runs, reports and ends the JVM: with 1 if a bound is missed, but never so in a quick run.
   *
   * @param arguments the module's directory, then {@code --quick} for one short fork
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    List<String> all = List.of(arguments);
    boolean quick = all.contains("--quick");
    Path module = Path.of(all.get(0));
    CoreReport report = run(quick ? CoreBenchmarks::quick : CoreBenchmarks::full);
    Path written = report.write(module, quick);
    System.out.println();
    System.out.print(report.table());
    System.out.println("written: " + written);
    if (quick) {
      System.out.println("--quick: one short fork; figures to look at, not to quote");
    }
    report.missed().forEach(line -> System.out.println("missed: " + line));
    System.exit(quick || report.missed().isEmpty() ? 0 : 1);
  }

  /** Runs every benchmark of this package, as often and as long as {@code length} says. */
  static CoreReport run(UnaryOperator<ChainedOptionsBuilder> length)
      throws RunnerException, IOException {
    Path folder = Files.createTempDirectory("harden4j-benchmarks");
    try {
      Path medians = folder.resolve("medians");
      ChainedOptionsBuilder options = new OptionsBuilder()
          .include("io\\.harden4j\\.benchmarks\\.[A-Z].*")
          .param("medians", medians.toString())
          .addProfiler(GCProfiler.class)
          .shouldDoGC(true)
          .shouldFailOnError(true)
          .jvmArgsAppend("-Xms2g", "-Xmx2g");
      Collection<RunResult> results = new Runner(length.apply(options).build()).run();
      return CoreReport.of(results, medians);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static ChainedOptionsBuilder full(ChainedOptionsBuilder options) {
    return options
        .forks(3)
        .warmupIterations(5)
        .warmupTime(TimeValue.seconds(2))
        .measurementIterations(10)
        .measurementTime(TimeValue.seconds(1));
  }

  private static ChainedOptionsBuilder quick(ChainedOptionsBuilder options) {
    return options
        .forks(1)
        .warmupIterations(5)
        .warmupTime(TimeValue.milliseconds(1_500))
        .measurementIterations(3)
        .measurementTime(TimeValue.seconds(1));
  }
}
