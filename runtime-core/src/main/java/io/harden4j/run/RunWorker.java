package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WatchStore;
import io.harden4j.checkpoint.WorkQuery;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.effect.internal.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with threads that nobody works on: submitted ones, those of processes that died or shut down, and suspended ones whose answers, events or timers
 * have come. Any number of workers in any number of processes share a store; each thread goes to one of them. Runs act for the principal and within the
 * budget they were started with.
 *
 * <p><b>What it takes.</b> Threads of the graphs its runtime has registered; others are left to workers that know them. FAILED, CANCELLED and OUT_OF_BUDGET
 * threads wait for somebody to decide.
 *
 * <p><b>Fairness.</b> Tenants take turns, the oldest thread of each first, with a bound for each tenant where one is set.
 *
 * <p><b>Trouble.</b> A thread that cannot go on here (its graph has changed, its state does not decode, the store fails) rests for a while, twice as long each
 * time, and holds nobody else up.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class RunWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
  private static final long LOOK_MILLIS = 20;

  /**
   * What a worker has done so far.
   *
   * @param claimed threads taken
   * @param ended   segments that ended, in whatever way a run can end
   * @param refused threads that could not go on here
   * @param running segments at work now
   */
  public record Stats(long claimed, long ended, long refused, int running) {}

  private final Parts parts;
  private final Launcher launcher;
  private final WorkStore store;
  private final Builder options;
  private final Backoff backoff;
  private final Map<ThreadKey, Claim> running = new ConcurrentHashMap<>();
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Object bell = new Object();
  private final Runnable ring = this::wake;
  private final Thread loop;
  private WatchStore.Watch watch = () -> {};
  private @Nullable String served;
  private boolean rung;
  private volatile boolean closing;

  private RunWorker(Builder options, WorkStore store) {
    this.options = options;
    this.parts = options.parts;
    this.launcher = options.launcher;
    this.store = store;
    this.backoff = new Backoff(parts.clock(), options.firstRest, options.longestRest);
    this.loop = new Thread(this::run, "harden4j-worker-" + parts.owner().name());
    loop.setDaemon(true);
  }

  /** Options of a worker. Not thread-safe. */
  public static final class Builder {
    private final Parts parts;
    private final Launcher launcher;
    private final Consumer<RunWorker> made;
    private int concurrency = 2 * Runtime.getRuntime().availableProcessors();
    private int perTenant = Integer.MAX_VALUE;
    private Set<String> tenants = Set.of();
    private Duration poll = Duration.ofSeconds(1);
    private Duration grace = Duration.ofSeconds(10);
    private Duration firstRest = Duration.ofSeconds(1);
    private Duration longestRest = Duration.ofMinutes(5);
    private Consumer<RunResult> listener = result -> {};

    Builder(Parts parts, Launcher launcher, Consumer<RunWorker> made) {
      this.parts = parts;
      this.launcher = launcher;
      this.made = made;
    }

    /** Sets how many runs are at work at once; default twice the number of cores. */
    public Builder concurrency(int most) {
      concurrency = requirePositive("concurrency", most);
      return this;
    }

    /** Sets how many runs of one tenant are at work at once; default: as many as there is room for. */
    public Builder perTenant(int most) {
      perTenant = requirePositive("perTenant", most);
      return this;
    }

    /** Works for these tenants only; default: all. */
    public Builder tenants(String... only) {
      tenants = Set.of(only);
      return this;
    }

    /** Sets how often it looks for work that nothing told it of, neither this process nor a {@link WatchStore}; default 1 s. */
    public Builder poll(Duration every) {
      poll = every;
      return this;
    }

    /** Sets how long {@link RunWorker#close} waits for steps to finish; default 10 s. */
    public Builder grace(Duration patience) {
      grace = patience;
      return this;
    }

    /** Sets how long a thread rests that cannot go on here: at first, and at most; default 1 s and 5 minutes. By the runtime's clock. */
    public Builder rest(Duration first, Duration longest) {
      firstRest = first;
      longestRest = longest;
      return this;
    }

    /** Tells how each segment ended, on the thread that ran it. What it throws is logged. Default: nobody is told. */
    public Builder onEnd(Consumer<RunResult> told) {
      listener = told;
      return this;
    }

    /**
     * Starts the worker.
     *
     * @throws IllegalArgumentException if the runtime's store cannot find work
     */
    public RunWorker start() {
      CheckpointStore checkpoints = parts.store();
      if (!(checkpoints instanceof WorkStore work)) {
        throw new IllegalArgumentException("the store '" + checkpoints.name()
            + "' does not find work: a worker needs a store that implements WorkStore, as those of"
            + " this library do");
      }
      parts.active().requireOpen();
      RunWorker worker = new RunWorker(this, work);
      made.accept(worker);
      parts.wakeups().add(worker.ring);
      if (checkpoints instanceof WatchStore watched) {
        worker.watch = watched.watchWork(worker.ring);
      }
      worker.loop.start();
      return worker;
    }

    private static int requirePositive(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " is " + number + "; it must be 1 or more");
      }
      return number;
    }
  }

  /** Looks for work now: to be called by whoever learns of an answer or a new thread before this process and its store do. */
  public void wake() {
    synchronized (bell) {
      rung = true;
      bell.notifyAll();
    }
  }

  /** Returns what it has done so far. */
  public Stats stats() {
    return new Stats(claimed.get(), ended.get(), refused.get(), running.size());
  }

  private void run() {
    boolean failing = false;
    while (!closing) {
      long begin = System.nanoTime();
      int found = 0;
      try {
        found = claim();
        failing = false;
      } catch (RuntimeException | Error e) {
        if (!failing && !closing) {
          LOG.warn("the worker cannot look for work; it goes on trying", e);
        }
        failing = true;
      }
      // Looking takes at most half of the time, however short the runs are and however often it is
      // woken.
      pause(System.nanoTime() - begin);
      if (found == 0) {
        await(options.poll, failing);
      }
    }
  }

  private int claim() {
    int room = options.concurrency - running.size();
    Set<String> graphs = parts.graphs().names();
    if (room < 1 || graphs.isEmpty()) {
      return 0;
    }
    Map<String, Integer> perTenant = new HashMap<>();
    running.keySet().forEach(t -> perTenant.merge(t.tenant(), 1, Integer::sum));
    WorkQuery query = WorkQuery.of(parts.clock().instant(), room)
        .perTenant(options.perTenant, perTenant)
        .ofTenants(options.tenants)
        .ofGraphs(graphs)
        .without(unavailable())
        .after(served);
    List<Claim> claims = store.claim(parts.owner(), parts.leaseTtl(), query);
    for (Claim claim : claims) {
      served = claim.lease().thread().tenant();
      running.put(claim.lease().thread(), claim);
      claimed.incrementAndGet();
      parts.workers().start(() -> work(claim));
    }
    return claims.size();
  }

  /** A thread that could not go on rests before it is no longer at work: looked at in this order, it is in one of the two. */
  private Set<ThreadKey> unavailable() {
    Set<ThreadKey> threads = new HashSet<>(running.keySet());
    threads.addAll(backoff.resting());
    return threads;
  }

  private void work(Claim claim) {
    ThreadKey thread = claim.lease().thread();
    try {
      if (closing) {
        parts.store().release(claim.lease());
      } else {
        Launcher.Claimed done = launcher.claimed(claim);
        if (done.moved()) {
          backoff.succeeded(thread);
        } else {
          rests(thread, "it still waits for what its store says has come", null);
        }
        ended.incrementAndGet();
        tell(done.result());
      }
    } catch (LeaseLostException e) {
      LOG.info("thread '{}' went to another process", thread.threadId());
    } catch (RuntimeException | Error e) {
      rests(thread, String.valueOf(e.getMessage()), e);
    } finally {
      running.remove(thread);
      wake();
    }
  }

  private void tell(RunResult result) {
    try {
      options.listener.accept(result);
    } catch (RuntimeException e) {
      LOG.warn("the listener of a worker failed", e);
    }
  }

  private void rests(ThreadKey thread, String why, @Nullable Throwable e) {
    refused.incrementAndGet();
    int failures = backoff.failed(thread);
    if (Integer.bitCount(failures) == 1) {
      LOG.warn(
          "thread '{}' of tenant '{}' cannot go on here (time {}); it rests, and other workers may"
              + " take it: {}",
          thread.threadId(),
          thread.tenant(),
          failures,
          why,
          e);
    }
  }

  /** Waits until it is woken or the time is over; what rings while it is deaf is heard later. */
  private void await(Duration most, boolean deaf) {
    long end = System.nanoTime() + Durations.nanos(most);
    synchronized (bell) {
      try {
        for (long left = Durations.millis(most);
            left > 0 && !closing && (deaf || !rung);
            left = (end - System.nanoTime()) / 1_000_000) {
          bell.wait(left);
        }
        rung &= deaf;
      } catch (InterruptedException e) {
        closing = true;
      }
    }
  }

  private void pause(long nanos) {
    await(Duration.ofNanos(Math.min(nanos, Durations.nanos(options.poll))), true);
  }

  /**
   * Takes no more threads, lets running ones finish their step and gives them back, so that other workers go on at once. A step that takes longer than the
   * grace period is interrupted; it runs again elsewhere, from what is recorded. Calling it again does nothing.
   */
  @Override
  public void close() {
    closing = true;
    parts.wakeups().remove(ring);
    watch.close();
    wake();
    if (!drained(() -> parts.active().handOver(running.keySet()))) {
      LOG.warn(
          "{} runs are interrupted: their steps take longer than {}",
          running.size(),
          options.grace);
      drained(() -> parts.active().abandon(running.keySet()));
    }
  }

  private boolean drained(Runnable each) {
    long end = System.nanoTime() + Durations.nanos(options.grace);
    while (loop.isAlive() || !running.isEmpty()) {
      each.run();
      if (System.nanoTime() > end) {
        return false;
      }
      synchronized (bell) {
        try {
          bell.wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }
}
