package io.harden4j.benchmarks;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateView;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunEventBuffer;
import io.harden4j.run.RunOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** The workloads on this library. Labels, budget and an event sink are on in all of them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HardenedBenchmark {
  private static final int RUNS = 1_000;

  /** A chain whose runs are not recorded. */
  @State(Scope.Thread)
  public static class Unrecorded {
    private final AgentRuntime runtime =
        AgentRuntime.builder().budget(Workloads.BUDGET).build();
    private final StateGraph graph = Workloads.chain();
    private final RunEventBuffer events = new RunEventBuffer(256);
    private final RunOptions options =
        RunOptions.thread("t").as(Workloads.ANA).durability(Durability.NONE);
    private final RunOptions pulled = options.events(events);
    private long told;
    private final RunOptions pushed = options.onEvent(e -> told++);

    /** Stops the runtime's threads. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** A chain on in-memory checkpoints. Each batch of runs gets a store of its own: threads are never dropped by themselves. */
  @State(Scope.Thread)
  public static class InMemory {
    private final StateGraph graph = Workloads.chain();
    private final RunEventBuffer events = new RunEventBuffer(256);
    private AgentRuntime runtime =
        AgentRuntime.builder().budget(Workloads.BUDGET).build();

    /** Makes an empty store. */
    @Setup(Level.Invocation)
    public void open() {
      runtime.close();
      runtime = AgentRuntime.builder().budget(Workloads.BUDGET).build();
    }

    /** Stops the runtime's threads. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** A long loop on in-memory checkpoints. */
  @State(Scope.Thread)
  public static class Loop {
    /** Where the medians of its steps go; empty for nowhere. */
    @Param("")
    public String medians = "";

    /** Whether a list in the state grows by one in each step. */
    @Param({"false", "true"})
    public boolean growing;

    private final StepTimes times = new StepTimes();
    private final RunEventBuffer events = new RunEventBuffer(256);
    private StateGraph graph = Workloads.loop(times, false);
    private AgentRuntime runtime =
        AgentRuntime.builder().budget(Workloads.BUDGET).build();

    /** Makes the graph. */
    @Setup
    public void prepare() {
      graph = Workloads.loop(times, growing);
    }

    /** Makes an empty store. */
    @Setup(Level.Invocation)
    public void open() {
      runtime.close();
      runtime = AgentRuntime.builder().budget(Workloads.BUDGET).build();
    }

    /** Keeps the medians of the run. */
    @TearDown(Level.Invocation)
    public void endRun() {
      times.endRun();
    }

    /** Hands the medians on. */
    @TearDown(Level.Iteration)
    public void endIteration(IterationParams iteration) {
      String file = medians.isEmpty() ? "" : medians + (growing ? ".growing" : ".fixed");
      times.endIteration(file, iteration.getType() == IterationType.MEASUREMENT);
    }

    /** Stops the runtime's threads. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** Branches on in-memory checkpoints; without virtual threads the pool has one thread for each. */
  @State(Scope.Thread)
  public static class Parallel {
    private final StateGraph graph = Workloads.branches();
    private final RunEventBuffer events = new RunEventBuffer(256);
    private final AgentRuntime runtime = AgentRuntime.builder()
        .budget(Workloads.BUDGET)
        .poolSize(Workloads.BRANCHES)
        .build();
    private int runs;

    /** Stops the runtime's threads. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** W1: ten nodes that do nothing, nothing recorded, events read from a buffer after the run. */
  @Benchmark
  public StateView w1(Unrecorded s, Blackhole sink) {
    StateView end = s.runtime.run(s.graph, Workloads.INPUT, s.pulled).orThrow();
    read(s.events, sink);
    return end;
  }

  /** W1 with a listener, which is told on a thread of its own before the run returns. */
  @Benchmark
  public StateView w1Listener(Unrecorded s) {
    return s.runtime.run(s.graph, Workloads.INPUT, s.pushed).orThrow();
  }

  /** W2: the same chain, each run on a new thread with in-memory checkpoints. */
  @Benchmark
  @OperationsPerInvocation(RUNS)
  public void w2(InMemory s, Blackhole sink) {
    for (int i = 0; i < RUNS; i++) {
      RunOptions options = RunOptions.thread("t-" + i).as(Workloads.ANA).events(s.events);
      sink.consume(s.runtime.run(s.graph, Workloads.INPUT, options).orThrow());
      read(s.events, sink);
    }
  }

  /** W3: a thousand steps in one run. */
  @Benchmark
  @OperationsPerInvocation(Workloads.STEPS)
  public StateView w3(Loop s) {
    RunOptions options = RunOptions.thread("t").as(Workloads.ANA).events(s.events);
    return s.runtime.run(s.graph, Workloads.INPUT, options).orThrow();
  }

  /** W4: a hundred branches that wait ten milliseconds each. */
  @Benchmark
  public StateView w4(Parallel s) {
    RunOptions options = RunOptions.thread("t-" + s.runs++).as(Workloads.ANA).events(s.events);
    return s.runtime.run(s.graph, Workloads.INPUT, options).orThrow();
  }

  private static void read(RunEventBuffer events, Blackhole sink) {
    for (RunEvent event = events.poll(); event != null; event = events.poll()) {
      sink.consume(event);
    }
  }
}
