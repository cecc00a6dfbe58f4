package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers in three JVMs on one store; one is killed with SIGKILL halfway. Extend it and name an opener whose store several processes can share and that
 * implements {@link io.harden4j.checkpoint.WorkStore}. Writes {@code worker.json}, with {@link #evidenceSuffix()} behind the name.
 */
public abstract class WorkerFleetContract {
  private static final int WORKERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  /** Creates the contract for one test. */
  protected WorkerFleetContract() {}

  /** Returns a class with a constructor without arguments that opens the store here and in the children. */
  protected abstract Class<? extends StoreOpener> opener();

  /** Returns what is put behind the name of the evidence file; default nothing. */
  protected String evidenceSuffix() {
    return "";
  }

  /** Returns how many threads there are, half of them suspended; default 1,000. */
  protected int threads() {
    return 1_000;
  }

  @Test
  final void three_workers_of_which_one_is_killed_finish_everything_and_starve_nobody()
      throws Exception {
    StoreOpener here = opener().getDeclaredConstructor().newInstance();
    List<Job> jobs = FleetWorkload.jobs(threads());
    FleetWorkload workload = new FleetWorkload(CrashChild.world(directory));
    try (CheckpointStore store =
            here.open(directory.resolve("store"), InstantSource.system(), FaultPoints.NONE);
        AgentRuntime runtime = workload.runtime(store)) {
      workload.prepare(runtime, jobs);
      long begin = System.nanoTime();
      Outcome outcome = work(store, runtime, jobs);
      long millis = (System.nanoTime() - begin) / 1_000_000;

      List<String> wrong = jobs.stream()
          .filter(j -> !isCompleted(store, j) || !FleetWorkload.isRight(runtime, j))
          .map(Job::threadId)
          .toList();
      write(jobs, outcome, wrong.size(), millis);
      assertThat(wrong).as("lost threads").isEmpty();
      assertThat(outcome.repeated()).as("effects repeated although recorded").isEmpty();
      assertThat(outcome.starved()).as("tenants served after the big one").isEmpty();
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
            FleetChild.class, Map.of(), List.of(opener().getName(), directory.toString())));
      }
      workers.forEach(w -> assertThat(w.readLine(PATIENCE)).contains("working"));
      answerAll(runtime, jobs);
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

  private static void answerAll(AgentRuntime runtime, List<Job> jobs) {
    for (Job job : jobs) {
      if (job.kind() == Kind.ASKING) {
        List<OpenQuestion> open = runtime.inbox().open(job.who(), job.threadId());
        open.forEach(q -> runtime.inbox().answer(q, true, job.who()));
      }
    }
  }

  /** Looks again and again, with a rest between. */
  private static void await(java.util.function.BooleanSupplier done) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the workers finish in %s", PATIENCE).isLessThan(end);
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
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

  /** Returns the small tenants whose last thread ended when the one that has half of everything was done as well. */
  private List<String> starved(List<Job> jobs) {
    List<String> order =
        ended(lines()).stream().map(l -> l.substring(0, l.indexOf(' '))).toList();
    String big = jobs.get(0).tenant();
    int bigEnded = order.lastIndexOf(big);
    List<String> starved = new ArrayList<>();
    for (String tenant : new HashSet<>(order)) {
      if (!tenant.equals(big) && order.lastIndexOf(tenant) > bigEnded) {
        starved.add(tenant);
      }
    }
    Collections.sort(starved);
    return starved;
  }

  private void write(List<Job> jobs, Outcome outcome, int lost, long millis) {
    Evidence.of("worker" + evidenceSuffix())
        .ran(jobs.size())
        .put("suspended", outcome.suspendedAtStart())
        .put("runnable", jobs.size() - outcome.suspendedAtStart())
        .put("tenants", FleetWorkload.TENANTS)
        .put("workers", WORKERS)
        .put("killed", 1)
        .put("endedAtTheKill", outcome.atTheKill())
        .put("finished", jobs.size() - lost)
        .put("lost", lost)
        .put("repeatedRecordedEffects", outcome.repeated().size())
        .put("unrecordedEffectsDoneTwice", outcome.twice())
        .put("starvedTenants", outcome.starved().size())
        .put("millis", millis)
        .write();
  }
}
