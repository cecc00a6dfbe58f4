package io.harden4j.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The workloads in plain Java: what is left when there is no runtime. Nothing is recorded, labelled or bounded. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlainBenchmark {
  /** Functions in a row, over a map. */
  @State(Scope.Thread)
  public static class Chain {
    private final List<Function<Map<String, Object>, Map<String, Object>>> nodes =
        new ArrayList<>();

    /** Makes the functions. */
    public Chain() {
      for (int i = 0; i < Workloads.CHAIN; i++) {
        nodes.add(state -> Map.of());
      }
    }
  }

  /** An executor. */
  @State(Scope.Thread)
  public static class Parallel {
    private final ExecutorService executor = Threading.byHand();

    /** Stops it. */
    @TearDown
    public void close() {
      executor.shutdownNow();
    }
  }

  /** W1: ten functions that do nothing, each result merged into the state. */
  @Benchmark
  public Map<String, Object> w1(Chain s) {
    Map<String, Object> state = new HashMap<>();
    state.put("question", "Where is my parcel?");
    for (Function<Map<String, Object>, Map<String, Object>> node : s.nodes) {
      state.putAll(node.apply(state));
    }
    return state;
  }

  /** W4: a hundred branches that wait ten milliseconds each. */
  @Benchmark
  public void w4(Parallel s) throws InterruptedException, ExecutionException {
    Threading.branches(s.executor);
  }
}
