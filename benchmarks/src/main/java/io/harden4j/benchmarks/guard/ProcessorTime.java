package io.harden4j.benchmarks.guard;

import io.harden4j.guard.sql.SqlGovernor;
import io.harden4j.identity.Principal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the thread of the caller was at work for, which is what is left of a duration on a machine that others use too. No substitute for the durations: only
 * these are held against bounds.
 */
final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /** Returns nanoseconds that the calling thread has worked. */
  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Returns microseconds of the SQL governor over the corpus by key, after it has warmed up. */
  static Map<String, Double> ofSqlGovernor(Path corpus, boolean quick) throws IOException {
    List<String> queries = SqlBenchmark.queries(corpus);
    int rounds = quick ? 10 : 30;
    int warm = quick ? 40 : 100;
    long[] times = new long[rounds * queries.size()];
    SqlGovernor governor = SqlBenchmark.shop();
    Principal ana = Principal.of("ana", "acme", "analyst");
    for (int i = -warm * queries.size(); i < times.length; i++) {
      long start = now();
      governor.govern(queries.get(Math.floorMod(i, queries.size())), ana);
      if (i >= 0) {
        times[i] = now() - start;
      }
    }
    Arrays.sort(times);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("sqlGovernor.processor.p50.us", times[times.length / 2] / 1e3);
    figures.put("sqlGovernor.processor.p99.us", times[times.length * 99 / 100] / 1e3);
    return figures;
  }
}
