package io.harden4j.benchmarks.guard;

import io.harden4j.testkit.Evidence;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the guard and writes {@code target/evidence/guard-latency.json}. Started by {@code benchmarks/run guard}. */
public final class GuardBenchmarks {
  private static final double DECISION_P99_NANOS = 20_000;
  private static final double JOIN_NANOS = 1_000;
  private static final double HUGE_NANOS = 1_000_000_000;

  private GuardBenchmarks() {}

  /**
   * Runs and ends the JVM, with 1 if a bound is missed.
   *
   * @param arguments the module's directory, then {@code --quick} for one short fork
   */
  public static void main(String[] arguments) throws RunnerException {
    boolean quick = List.of(arguments).contains("--quick");
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include("io\\.harden4j\\.benchmarks\\.guard\\..*")
            .forks(1)
            .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
            .warmupIterations(quick ? 1 : 5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 1 : 5)
            .measurementTime(TimeValue.seconds(quick ? 1 : 2))
            .shouldFailOnError(true)
            .build())
        .run();
    Evidence evidence = Evidence.of(Path.of(arguments[0]), "guard-latency").put("quick", quick);
    boolean missed = false;
    long samples = 0;
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      var statistics = result.getPrimaryResult().getStatistics();
      samples += statistics.getN();
      if (name.equals("labelJoin")) {
        evidence.put("labelJoin.meanNanos", result.getPrimaryResult().getScore());
        missed |= result.getPrimaryResult().getScore() > JOIN_NANOS;
      } else {
        double p99 = statistics.getPercentile(99);
        evidence.put(name + ".p50Nanos", statistics.getPercentile(50)).put(name + ".p99Nanos", p99);
        missed |= name.equals("decision") && p99 > DECISION_P99_NANOS;
        missed |= name.equals("hugeDecision") && p99 > HUGE_NANOS;
      }
      System.out.printf(Locale.ROOT, "%s %s%n", name, result.getPrimaryResult());
    }
    evidence.put("rules", 1_000).put("missed", missed).ran(samples);
    System.out.println("written: " + evidence.write());
    System.exit(missed && !quick ? 1 : 0);
  }
}
