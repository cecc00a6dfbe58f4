package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateGraph;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.testkit.FleetWorkload.Job;
import io.harden4j.testkit.FleetWorkload.Kind;
import io.harden4j.testkit.kill.ChildJvm;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Workers in three JVMs on one store; one is killed with SIGKILL halfway. For stores that several processes can share and that implement {@link
 * io.harden4j.checkpoint.WorkStore}. Twenty tenants have threads, one of them half of all. Not thread-safe.
 *
 * <pre>{@code
 * WorkerFleet.Report report = WorkerFleet.of(MyStoreOpener.class).run(directory, 1_000);
 * assertThat(report.lost()).isEmpty();
 * }</pre>
 */
public final class WorkerFleet {
  private static final int WORKERS = 3;
  private static final int CLIENTS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Class<? extends StoreOpener> opener;
  private final Map<String, String> properties = new HashMap<>();
  private Path directory = Path.of("");

  /**
   * What came of it.
   *
   * @param threads   threads there were
   * @param suspended of which were suspended at the beginning, half of them on answers, half on timers; the others were submitted
   * @param atTheKill threads that had ended when one worker was killed
   * @param lost      threads that did not complete as an undisturbed run does
   * @param repeated  effects executed again although they were recorded as done
   * @param unrecorded effects executed twice because the kill came before the record
   * @param starved   small tenants that were still served when the big one was done, and not only by what was at work beside its last thread
   * @param millis    from the first worker's start to the end
   */
  public record Report(
      int threads,
      int suspended,
      int atTheKill,
      List<String> lost,
      Set<String> repeated,
      int unrecorded,
      List<String> starved,
      long millis) {
    /** Copies the collections. */
    public Report {
      lost = List.copyOf(lost);
      repeated = Set.copyOf(repeated);
      starved = List.copyOf(starved);
    }

    /** Puts it into evidence under keys that begin with {@code prefix}. */
    public void put(Evidence evidence, String prefix) {
      evidence
          .put(prefix + "suspended", suspended)
          .put(prefix + "runnable", threads - suspended)
          .put(prefix + "tenants", FleetWorkload.TENANTS)
          .put(prefix + "workers", WORKERS)
          .put(prefix + "killed", 1)
          .put(prefix + "endedAtTheKill", atTheKill)
          .put(prefix + "finished", threads - lost.size())
          .put(prefix + "lost", lost.size())
          .put(prefix + "repeatedRecordedEffects", repeated.size())
          .put(prefix + "unrecordedEffectsDoneTwice", unrecorded)
          .put(prefix + "starvedTenants", starved.size())
          .put(prefix + "millis", millis);
    }
  }

  private WorkerFleet(Class<? extends StoreOpener> opener) {
    this.opener = opener;
  }

  /** Begins a fleet on the store of an opener with a constructor without arguments. */
  public static WorkerFleet of(Class<? extends StoreOpener> opener) {
    return new WorkerFleet(opener);
  }

  /** Sets system properties of the workers, by which they find the store. */
  public WorkerFleet properties(Map<String, String> more) {
    properties.putAll(more);
    return this;
  }

  /**
   * Runs it.
   *
   * @param place   an empty directory
   * @param threads how many threads there are; half of them are suspended
   */
  public Report run(Path place, int threads)
      throws ReflectiveOperationException, InterruptedException {
    directory = place;
    StoreOpener here = opener.getDeclaredConstructor().newInstance();
    List<Job> jobs = FleetWorkload.jobs(threads);
    FleetWorkload workload = new FleetWorkload(CrashChild.world(directory));
    try (CheckpointStore store =
            here.open(directory.resolve("store"), InstantSource.system(), FaultPoints.NONE);
        AgentRuntime runtime = workload.runtime(store)) {
      StateGraph graph = workload.graph();
      inParallel(jobs, job -> FleetWorkload.prepare(runtime, graph, job));
      long begin = System.nanoTime();
      Outcome outcome = work(store, runtime, jobs);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      List<String> lost = jobs.stream()
          .filter(j -> !isCompleted(store, j) || !FleetWorkload.isRight(runtime, j))
          .map(Job::threadId)
          .toList();
      return new Report(
          jobs.size(),
          outcome.suspendedAtStart(),
          outcome.atTheKill(),
          lost,
          outcome.repeated(),
          outcome.twice(),
          outcome.starved(),
          millis);
    }
  }

  /** What happened. */
  private record Outcome(
      int suspendedAtStart, Set<String> repeated, List<String> starved, int atTheKill, int twice) {}

  private Outcome work(CheckpointStore store, AgentRuntime runtime, List<Job> jobs)
      throws InterruptedException {
    int suspended = (int) jobs.stream().filter(j -> j.kind() != Kind.RUNNABLE).count();
    List<ChildJvm> workers = new ArrayList<>();
    try {
      for (int i = 0; i < WORKERS; i++) {
        workers.add(ChildJvm.start(
            FleetChild.class, properties, List.of(opener.getName(), directory.toString())));
      }
      workers.forEach(WorkerFleet::awaitStart);
      inParallel(jobs, job -> answer(runtime, job));
      await(() -> ended(lines()).size() >= jobs.size() / 2);
      workers.get(0).kill();
      Set<String> recorded = recorded(store, jobs);
      Map<String, Integer> before = count(lines());
      int atTheKill = ended(lines()).size();
      await(() -> completed(store, jobs) == jobs.size());
      Map<String, Integer> after = count(lines());
      Set<String> repeated = new HashSet<>(recorded);
      repeated.removeIf(call -> after.getOrDefault(call, 0).equals(before.getOrDefault(call, 0)));
      int twice = (int) after.values().stream().filter(n -> n > 1).count();
      return new Outcome(suspended, repeated, starved(jobs), atTheKill, twice);
    } finally {
      workers.forEach(ChildJvm::close);
    }
  }

  private static void awaitStart(ChildJvm worker) {
    if (!worker.readLine(PATIENCE).equals(Optional.of("working"))) {
      throw new IllegalStateException("a worker did not start: " + worker.errors());
    }
  }

  private static void answer(AgentRuntime runtime, Job job) {
    if (job.kind() == Kind.ASKING) {
      List<OpenQuestion> open = runtime.inbox().open(job.who(), job.threadId());
      open.forEach(q -> runtime.inbox().answer(q, true, job.who()));
    }
  }

  /** Some at a time: each waits for the disk most of the time. */
  private static void inParallel(List<Job> jobs, Consumer<Job> each) throws InterruptedException {
    ExecutorService some = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Object>> calls =
          jobs.stream().map(job -> Executors.callable(() -> each.accept(job))).toList();
      for (Future<Object> done : some.invokeAll(calls)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of the fleet could not be prepared", e);
    } finally {
      some.shutdownNow();
    }
  }

  /** Looks again and again, with a rest between. */
  private static void await(java.util.function.BooleanSupplier done) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end || never.await(50, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the workers have not finished in " + PATIENCE);
      }
    }
  }

  private List<String> lines() {
    return CrashChild.calls(directory);
  }

  private static List<String> ended(List<String> lines) {
    return lines.stream().filter(l -> l.endsWith(" second")).toList();
  }

  private static Map<String, Integer> count(Collection<String> lines) {
    Map<String, Integer> times = new HashMap<>();
    lines.forEach(l -> times.merge(l, 1, Integer::sum));
    return times;
  }

  /** Returns the calls that the store says are done. */
  private static Set<String> recorded(CheckpointStore store, List<Job> jobs) {
    Set<String> done = new HashSet<>();
    for (Job job : jobs) {
      StoredState head = head(store, job);
      String prefix = job.tenant() + " " + job.threadId() + " ";
      boolean firstCommitted = head.checkpoint().step() > 0;
      if (firstCommitted) {
        done.add(prefix + "first");
      }
      if (head.checkpoint().status() == RunStatus.COMPLETED) {
        done.add(prefix + "second");
      }
      head.effects().stream()
          .filter(e -> e.state() == EffectState.DONE && e.consequential())
          .forEach(e -> done.add(prefix + e.key().task().task().node()));
    }
    return done;
  }

  private static StoredState head(CheckpointStore store, Job job) {
    return store
        .head(new ThreadKey(job.tenant(), job.threadId()), CheckpointRef.MAIN)
        .orElseThrow();
  }

  private static boolean isCompleted(CheckpointStore store, Job job) {
    return head(store, job).checkpoint().status() == RunStatus.COMPLETED;
  }

  private static int completed(CheckpointStore store, List<Job> jobs) {
    int completed = 0;
    for (String tenant : new HashSet<>(jobs.stream().map(Job::tenant).toList())) {
      CheckpointQuery heads =
          CheckpointQuery.heads(tenant).withStatus(RunStatus.COMPLETED).page(null, jobs.size());
      completed += store.list(heads).items().size();
    }
    return completed;
  }

  /**
   * Returns the small tenants that still had threads to end when the one that has half of everything was done. What was at work beside its last thread does not
   * count: those end in any order, and those of the killed worker later.
   */
  private List<String> starved(List<Job> jobs) {
    List<String> order =
        ended(lines()).stream().map(l -> l.substring(0, l.indexOf(' '))).toList();
    String big = jobs.get(0).tenant();
    int bigEnded = order.lastIndexOf(big) + WORKERS * FleetChild.CONCURRENCY;
    List<String> starved = new ArrayList<>();
    for (String tenant : new HashSet<>(order)) {
      if (!tenant.equals(big) && order.lastIndexOf(tenant) > bigEnded) {
        starved.add(tenant);
      }
    }
    Collections.sort(starved);
    return starved;
  }
}
