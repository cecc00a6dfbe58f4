package io.harden4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs once, so that none of them rots unseen. No figure of this counts. */
class CoreBenchmarksTest {
  @TempDir
  Path module;

  @Test
  void every_benchmark_runs_once_and_reports_under_its_key() throws Exception {
    CoreReport report = CoreBenchmarks.run(options -> options
        .forks(0)
        .mode(Mode.SingleShotTime)
        .warmupIterations(0)
        .measurementIterations(1)
        .shouldDoGC(false)
        .verbosity(VerboseMode.SILENT));

    String json = Files.readString(report.write(module, true));

    assertThat(json)
        .contains(
            "\"jdk\"", "\"tier\": \"quick\"", "\"quick\": true", "\"ran\": 14", "\"skipped\": 0")
        .contains("\"w1.us\"", "\"w1.bytes\"", "\"w1.listener.us\"", "\"w2.us\"", "\"w2.bytes\"")
        .contains("\"w3.flatness\"", "\"w3.growing.flatness\"", "\"w4.us\"", "\"w4.ratio\"")
        .contains(
            "\"plain.w1.us\"", "\"plain.w4.us\"", "\"langgraph4j.w1.us\"", "\"langgraph4j.w2.us\"")
        .contains(
            "\"langgraph4j.w1.bytes\"",
            "\"langgraph4j.best.w1.us\"",
            "\"langgraph4j.best.w4.ratio\"");
  }
}
