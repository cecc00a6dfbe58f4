package io.harden4j.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the guard and writes {@code target/evidence/guard-latency.json}. Started by {@code benchmarks/run guard}. */
public final class GuardBenchmarks {
  private static final String CORPUS = "runtime-guardrails/src/test/resources/sql/accepted.sql";

  private GuardBenchmarks() {}

  /**
   * Runs, reports and ends the JVM: with 1 if a bound is missed, but never so in a quick run.
   *
   * @param arguments the module's directory, then {@code --quick} for one short fork
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    boolean quick = List.of(arguments).contains("--quick");
    Path module = Path.of(arguments[0]);
    Path corpus = module.resolveSibling(CORPUS);
    GuardReport report = new GuardReport()
        .addHostile(new HostileTexts(new DecisionBenchmark().guard(), quick ? 2 : 5))
        .add(ProcessorTime.ofSqlGovernor(corpus, quick))
        .add(new Runner(options(corpus, quick).build()).run());
    Path written = report.write(module, quick);
    System.out.println();
    System.out.print(report.table());
    System.out.println("written: " + written);
    report.missed().forEach(line -> System.out.println("missed: " + line));
    System.exit(quick || report.missed().isEmpty() ? 0 : 1);
  }

  private static ChainedOptionsBuilder options(Path corpus, boolean quick) {
    return new OptionsBuilder()
        .include("io\\.harden4j\\.benchmarks\\.guard\\..*")
        .param("corpus", corpus.toString())
        .forks(1)
        .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
        .warmupIterations(quick ? 4 : 10)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(quick ? 2 : 5)
        .measurementTime(TimeValue.seconds(quick ? 1 : 2))
        .shouldFailOnError(true);
  }
}
