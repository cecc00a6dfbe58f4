package io.harden4j.benchmarks;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.state.AgentState;
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

/** The workloads on LangGraph4j, with its defaults and at its best. It has no labels and no budget; its outputs are its events. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LangGraph4jBenchmark {
  private static final int RUNS = 1_000;

  /** A chain whose runs are not recorded. */
  @State(Scope.Thread)
  public static class Unrecorded {
    /** {@code defaults} or {@code best}. */
    @Param({"defaults", "best"})
    public String settings = "";

    private CompiledGraph<AgentState> graph = new PeerGraphs(false).chain(false);

    /** Makes the graph. */
    @Setup
    public void prepare() {
      graph = new PeerGraphs(settings.equals("best")).chain(false);
    }
  }

  /** A chain on a saver in memory. Each batch of runs gets a saver of its own: threads are never dropped by themselves. */
  @State(Scope.Thread)
  public static class InMemory {
    /** {@code defaults} or {@code best}. */
    @Param({"defaults", "best"})
    public String settings = "";

    private CompiledGraph<AgentState> graph = new PeerGraphs(false).chain(true);

    /** Makes the graph with an empty saver. */
    @Setup(Level.Invocation)
    public void open() {
      graph = new PeerGraphs(settings.equals("best")).chain(true);
    }
  }

  /** Branches on a saver in memory and, at its best, the executor one would make by hand. */
  @State(Scope.Thread)
  public static class Parallel {
    /** {@code defaults} or {@code best}. */
    @Param({"defaults", "best"})
    public String settings = "";

    private final ExecutorService executor = Threading.byHand();
    private CompiledGraph<AgentState> graph = new PeerGraphs(false).branches();
    private int runs;

    /** Makes the graph. */
    @Setup
    public void prepare() {
      graph = new PeerGraphs(settings.equals("best")).branches();
    }

    private RunnableConfig nextThread() {
      RunnableConfig.Builder config = RunnableConfig.builder().threadId("t-" + runs++);
      return settings.equals("best")
          ? config.addParallelNodeExecutor("split", executor).build()
          : config.build();
    }

    /** Stops the executor. */
    @TearDown
    public void close() {
      executor.shutdownNow();
    }
  }

  /** W1: ten nodes that do nothing, nothing recorded. */
  @Benchmark
  public Optional<AgentState> w1(Unrecorded s) {
    return s.graph.invoke(PeerGraphs.INPUT);
  }

  /** W2: the same chain, each run on a new thread with a saver in memory. */
  @Benchmark
  @OperationsPerInvocation(RUNS)
  public void w2(InMemory s, Blackhole sink) {
    for (int i = 0; i < RUNS; i++) {
      RunnableConfig config = RunnableConfig.builder().threadId("t-" + i).build();
      sink.consume(s.graph.invoke(PeerGraphs.INPUT, config));
    }
  }

  /** W4: a hundred branches that wait ten milliseconds each. */
  @Benchmark
  public Optional<AgentState> w4(Parallel s) {
    return s.graph.invoke(PeerGraphs.INPUT, s.nextThread());
  }
}
