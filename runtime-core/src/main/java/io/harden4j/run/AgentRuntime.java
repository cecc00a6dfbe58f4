package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.effect.BreakerPolicy;
import io.harden4j.effect.Budget;
import io.harden4j.effect.KillSwitch;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Breakers;
import io.harden4j.effect.internal.Road;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observer;
import io.harden4j.tool.AuditSink;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.Gate;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.SchemaValidator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs graphs. One instance serves a whole application: it is safe for concurrent use, and closing it lets running segments finish their step first.
 *
 * <p>Start with {@link #builder()}.
 */
public final class AgentRuntime implements AutoCloseable {
  private final Parts parts;
  private final Launcher launcher;
  private final Duration grace;
  private final List<RunWorker> workers = new CopyOnWriteArrayList<>();
  private final List<HealthCheck> health;

  private AgentRuntime(Parts parts, Duration grace, List<HealthCheck> health) {
    this.parts = parts;
    this.launcher = new Launcher(parts);
    this.grace = grace;
    this.health = List.copyOf(health);
  }

  /** Starts a runtime: in-memory checkpoints, every tool call denied, default budget, nothing observed. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a graph on a thread with fresh input, on the calling thread, until it completes or stops.
   *
   * @param input   values to write before any node runs; they carry the principal's label
   * @param options at least the thread; the principal unless the runtime has a default one
   * @return how it ended; never null, and no exception for what nodes do
   * @throws ThreadBusyException if another process or run works on the thread
   * @throws ThreadSuspendedException if the thread's run has not ended
   * @throws MissingPrincipalException if nobody is named to run for
   * @throws PreflightRefusedException if a preflight says that it cannot hold
   * @throws io.harden4j.graph.UndeclaredKeyException if the input writes a key that the graph does not declare
   * @throws io.harden4j.checkpoint.CheckpointStoreException if the store fails
   */
  public RunResult run(StateGraph graph, Update input, RunOptions options) {
    return launcher.run(graph, input, options);
  }

  /**
   * Goes on with a thread's run, wherever and whenever it stopped. What is recorded is not done again. A completed run is returned as it is.
   *
   * @throws UnknownThreadException if the tenant has no such thread
   * @throws ThreadBusyException if another process or run works on it
   * @throws GraphChangedException if the graph is not registered or has changed
   */
  public RunResult resume(RunOptions options) {
    return launcher.resume(options);
  }

  /**
   * Records the input of a run and returns: any {@link RunWorker} on the store goes on with it, in this process or another one that has the graph
   * registered. Of {@code options}, principal, budget and durability go with the run.
   *
   * @return the run as it was begun
   * @throws ThreadBusyException if somebody works on the thread
   * @throws ThreadSuspendedException if the thread's run has not ended
   * @throws MissingPrincipalException if nobody is named to run for
   * @throws io.harden4j.checkpoint.CheckpointStoreException if the store fails
   */
  public RunInfo submit(StateGraph graph, Update input, RunOptions options) {
    return launcher.submit(graph, input, options);
  }

  /** Returns the options of a worker that goes on with threads nobody works on. Closing the runtime closes it. */
  public RunWorker.Builder worker() {
    return new RunWorker.Builder(parts, launcher, workers::add);
  }

  /** Returns graphs that are started at certain times, and the way to add some. */
  public Schedules schedules() {
    return new Schedules(parts, launcher);
  }

  /** Sends an event to a thread, to be told apart from no other one. See {@link #signal(Principal, String, String, Object, String)}. */
  public void signal(Principal from, String threadId, String event, Object value) {
    new Signals(parts).send(from, threadId, event, value, "");
  }

  /**
   * Sends an event to a thread: to whoever waits for it with {@code ctx.awaitEvent}, now or later, in whatever process. When the call returns, the event is
   * durable; a task that waits goes on with a {@link RunWorker} or the next resume. Needs no lease: the thread may be running.
   *
   * @param from     who sends it; its tenant's thread, and the origin of the value
   * @param threadId a thread that exists
   * @param event    name of the event
   * @param value    a record, enum, number, text or boolean; it counts as the sender's own words. What others wrote, such as the text of a webhook, is passed as a
   *     {@link io.harden4j.label.Labeled} value, whose label is joined with the sender's
   * @param id       the sender's name for this event: another one of the same id among the last 256 is ignored, so that a call may be repeated if it is not
   *     known how it ended. Empty for none
   * @throws UnknownThreadException if the tenant has no such thread
   * @throws io.harden4j.checkpoint.CodecException if the value cannot be stored
   */
  public void signal(Principal from, String threadId, String event, Object value, String id) {
    new Signals(parts).send(from, threadId, event, value, id);
  }

  /** Lets {@link #resume} find a graph before its first run in this process. */
  public AgentRuntime register(StateGraph graph) {
    parts.graphs().register(graph);
    return this;
  }

  /** Returns open questions and the way to answer them. */
  public Inbox inbox() {
    return new Inbox(parts);
  }

  /** Returns what operators do with threads. */
  public Threads threads() {
    return new Threads(parts);
  }

  /** Checks everything that was registered with {@link Builder#health}, by name. */
  public Map<String, HealthCheck.Health> health() {
    Map<String, HealthCheck.Health> found = new HashMap<>();
    health.forEach(h -> found.put(h.name(), h.check()));
    return found;
  }

  /** Lets running segments finish their step, then cancels them; both within the grace period each. Does not close the store. */
  @Override
  public void close() {
    workers.forEach(RunWorker::close);
    parts.active().drain(grace);
    parts.leases().close();
    parts.workers().close();
  }

  /** Builds a runtime. Not thread-safe. */
  public static final class Builder {
    private @Nullable CheckpointStore store;
    private PayloadCipher cipher = PayloadCipher.NONE;
    private Durability durability = Durability.SYNC;
    private Guard guard = Guard.DENY_ALL;
    private AuditSink audit = AuditSink.NONE;
    private SchemaValidator schemas = new BasicSchemaValidator();
    private KillSwitch killSwitch = KillSwitch.OFF;
    private final Map<String, Obligation.Handler> handlers = new HashMap<>();
    private final List<Supplier<List<GuardedTool>>> tools = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();
    private final List<StateGraph> graphs = new ArrayList<>();
    private final List<Preflight> preflights = new ArrayList<>();
    private final List<HealthCheck> health = new ArrayList<>();
    private Budget budget = Budget.DEFAULT;
    private PriceTable prices = PriceTable.NONE;
    private Retry modelRetry = Retry.exponential(3);
    private BreakerPolicy breaker = BreakerPolicy.DEFAULT;
    private @Nullable Principal defaultPrincipal;
    private Duration leaseTtl = Duration.ofSeconds(30);
    private Duration grace = Duration.ofSeconds(10);
    private InstantSource clock = InstantSource.system();
    private int poolSize = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());
    private String name = "runtime-" + Long.toHexString(System.nanoTime());

    private Builder() {}

    /** Keeps checkpoints here; default: in memory. */
    public Builder checkpoints(CheckpointStore checkpoints) {
      store = checkpoints;
      return this;
    }

    /** Seals what is stored; default: nothing is sealed. */
    public Builder cipher(PayloadCipher payloadCipher) {
      cipher = payloadCipher;
      return this;
    }

    /** Sets when things become durable; default {@link Durability#SYNC}. */
    public Builder durability(Durability mode) {
      durability = mode;
      return this;
    }

    /** Decides on tool calls; default {@link Guard#DENY_ALL}. */
    public Builder guard(Guard decides) {
      guard = decides;
      return this;
    }

    /** Keeps the audit trail; default: none. */
    public Builder audit(AuditSink sink) {
      audit = sink;
      return this;
    }

    /** Checks arguments against schemas; default {@link BasicSchemaValidator}. */
    public Builder schemas(SchemaValidator validator) {
      schemas = validator;
      return this;
    }

    /** Stops effects by scope; default: never. */
    public Builder killSwitch(KillSwitch control) {
      killSwitch = control;
      return this;
    }

    /** Fulfils obligations of this name. An obligation without a handler denies the call. */
    public Builder obligation(String obligation, Obligation.Handler handler) {
      handlers.put(obligation, handler);
      return this;
    }

    /** Adds tools. */
    public Builder tools(List<GuardedTool> more) {
      List<GuardedTool> fixed = List.copyOf(more);
      return tools(() -> fixed);
    }

    /** Adds tools whose list may change; it is asked at each model turn. */
    public Builder tools(Supplier<List<GuardedTool>> source) {
      tools.add(source);
      return this;
    }

    /** Adds an observer; default: none. */
    public Builder observe(Observer observer) {
      observers.add(observer);
      return this;
    }

    /** Registers graphs that {@link AgentRuntime#resume} may find. */
    public Builder graphs(StateGraph... known) {
      graphs.addAll(List.of(known));
      return this;
    }

    /** Looks before each run whether it can hold. */
    public Builder preflight(Preflight check) {
      preflights.add(check);
      return this;
    }

    /** Adds to what {@link AgentRuntime#health} checks. */
    public Builder health(HealthCheck check) {
      health.add(check);
      return this;
    }

    /** Bounds each run; default {@link Budget#DEFAULT}. */
    public Builder budget(Budget most) {
      budget = most;
      return this;
    }

    /** Prices models, for cost in traces and money budgets; default: none. */
    public Builder prices(PriceTable table) {
      prices = table;
      return this;
    }

    /** Repeats failed model, embedding and retrieval calls; default: three attempts with backoff. */
    public Builder modelRetry(Retry retry) {
      modelRetry = retry;
      return this;
    }

    /** Sets when calls to one model or server rest; default {@link BreakerPolicy#DEFAULT}. */
    public Builder breaker(BreakerPolicy policy) {
      breaker = policy;
      return this;
    }

    /** Runs for this principal where a call names none; default: none, so that it must. */
    public Builder defaultPrincipal(Principal who) {
      defaultPrincipal = who;
      return this;
    }

    /** Sets how long a dead process on another host keeps its threads; default 30 s. Renewed at a third of that. */
    public Builder leaseTtl(Duration ttl) {
      leaseTtl = ttl;
      return this;
    }

    /** Sets how long {@link AgentRuntime#close} waits for steps to finish; default 10 s. */
    public Builder grace(Duration patience) {
      grace = patience;
      return this;
    }

    /** Reads the time here; default: the system's. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** Sets the size of the pool that stands in for virtual threads before JDK 21; default: the larger of 16 and four per core. */
    public Builder poolSize(int threads) {
      poolSize = threads;
      return this;
    }

    /** Names this runtime in leases; default: random. */
    public Builder name(String ownerName) {
      name = ownerName;
      return this;
    }

    /** Returns the runtime. */
    public AgentRuntime build() {
      CheckpointStore checkpoints = store != null ? store : new InMemoryCheckpointStore(clock);
      Workers workers = Workers.best(poolSize);
      GraphRegistry registry = new GraphRegistry();
      graphs.forEach(registry::register);
      Parts parts = new Parts(
          checkpoints,
          new PayloadVault(cipher),
          new Road(killSwitch, new Breakers(breaker), workers::start),
          new Gate(guard, audit, schemas, handlers),
          new ToolRegistry(tools),
          Observer.all(observers),
          budget,
          prices,
          modelRetry,
          durability,
          workers,
          new LeaseKeeper(checkpoints, leaseTtl),
          Owner.thisProcess(name),
          leaseTtl,
          clock,
          preflights.stream().toList(),
          defaultPrincipal,
          registry,
          new ActiveRuns(),
          new Wakeups());
      return new AgentRuntime(parts, grace, health);
    }
  }
}
