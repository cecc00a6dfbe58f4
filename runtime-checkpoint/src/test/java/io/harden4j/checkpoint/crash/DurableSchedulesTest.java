package io.harden4j.checkpoint.crash;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunWorker;
import io.harden4j.run.Schedule;
import io.harden4j.testkit.MutableClock;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.FaultPoints;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Schedules on each store that processes share, by a clock that the tests move: two workers, and one that dies at any call. */
@Timeout(120)
class DurableSchedulesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant FIRST = MutableClock.START.plus(HOUR);
  private static final StateKey<String> TEXT = StateKey.of("text", String.class);
  private static final StateGraph REPORT = StateGraph.builder("report")
      .state(TEXT)
      .node("write", ctx -> Update.of(TEXT, "for " + ctx.principal().id()))
      .start("write")
      .edge("write", END)
      .build();

  /** What changes a store: where a process can die. */
  private static final Set<String> CHANGING = Set.of(
      "claim", "acquire", "putTask", "beginEffect", "endEffect", "commit", "prune", "release");

  @TempDir
  Path directory;

  private final MutableClock clock = MutableClock.create();

  static Stream<Arguments> stores() {
    return Stream.of(
        arguments(named("file", new FileStoreOpener())),
        arguments(named("sqlite", new SqliteStoreOpener())),
        arguments(named("postgres", new PostgresStoreOpener())));
  }

  /** The deaths are wanted, and each would be told at length. */
  @BeforeAll
  static void silence() {
    logger().setLevel(Level.ERROR);
  }

  @AfterAll
  static void speakAgain() {
    logger().setLevel(null);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(RunWorker.class);
  }

  private CheckpointStore open(StoreOpener opener) {
    return opener.open(directory, clock, FaultPoints.NONE);
  }

  private AgentRuntime runtime(CheckpointStore store) {
    return AgentRuntime.builder().checkpoints(store).clock(clock).graphs(REPORT).build();
  }

  private static void await(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Principal ana(String tenant) {
    return Principal.of("ana", tenant);
  }

  private static void put(AgentRuntime runtime, String tenant) {
    runtime
        .schedules()
        .put(ana(tenant), Schedule.of("report", REPORT, Update.of(TEXT, "")).every(HOUR, FIRST));
  }

  private static ThreadKey report(String tenant, Instant due) {
    return new ThreadKey(tenant, "report/" + due);
  }

  private static boolean isCompleted(CheckpointStore store, ThreadKey thread) {
    return store
        .head(thread, CheckpointRef.MAIN)
        .filter(head -> head.checkpoint().status() == RunStatus.COMPLETED)
        .isPresent();
  }

  private static int starts(CheckpointStore store, ThreadKey thread) {
    return store
        .list(CheckpointQuery.thread(thread).withCause(Cause.INPUT))
        .items()
        .size();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stores")
  void two_workers_start_each_due_time_once(StoreOpener opener) {
    List<Instant> due = new ArrayList<>();
    try (CheckpointStore one = open(opener);
        CheckpointStore two = open(opener);
        AgentRuntime first = runtime(one);
        AgentRuntime second = runtime(two)) {
      put(first, "acme");
      List<RunWorker> workers = Stream.of(first, second)
          .map(r -> r.worker().poll(Duration.ofMillis(5)).start())
          .toList();
      for (int i = 0; i < Tier.of(5, 100); i++) {
        Instant time = FIRST.plus(HOUR.multipliedBy(i));
        await(() -> first.schedules().list(ana("acme")).get(0).next().equals(time)
            && workers.stream().allMatch(w -> w.stats().running() == 0));
        clock.set(time);
        await(() -> isCompleted(one, report("acme", time)));
        due.add(time);
      }
      workers.forEach(RunWorker::close);

      assertThat(due)
          .allSatisfy(time -> assertThat(starts(one, report("acme", time))).isEqualTo(1));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stores")
  void a_worker_that_dies_at_any_call_starts_each_due_time_once(StoreOpener opener) {
    int crashes = 0;
    try (CheckpointStore store = open(opener);
        AgentRuntime survivor = runtime(store)) {
      for (int call = 1; call <= 14; call++) {
        for (boolean after : new boolean[] {false, true}) {
          String tenant = "tenant-" + call + (after ? "-after" : "-before");
          clock.set(MutableClock.START);
          put(survivor, tenant);
          clock.set(FIRST);
          crashes += dies(store, tenant, call, after) ? 1 : 0;
          clock.advance(Duration.ofMinutes(1));
          RunWorker worker =
              survivor.worker().tenants(tenant).poll(Duration.ofMillis(5)).start();
          await(() -> isCompleted(store, report(tenant, FIRST)));
          worker.close();
          assertThat(starts(store, report(tenant, FIRST)))
              .as("died at call %s of %s", call, tenant)
              .isEqualTo(1);
        }
      }
    }
    assertThat(crashes).isGreaterThan(10);
  }

  /** Lets a worker do what is due until its process dies or all is done. Returns whether it died. */
  private boolean dies(CheckpointStore store, String tenant, int at, boolean after) {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean dead = new AtomicBoolean();
    CheckpointStore dying = (CheckpointStore) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {CheckpointStore.class, WorkStore.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            return null;
          }
          boolean now = CHANGING.contains(method.getName()) && calls.incrementAndGet() == at;
          if (dead.get() || (now && !after)) {
            dead.set(true);
            throw new Death();
          }
          Object result = invoked(method, store, arguments);
          if (now) {
            dead.set(true);
            throw new Death();
          }
          return result;
        });
    try (AgentRuntime runtime = runtime(dying)) {
      RunWorker worker = runtime
          .worker()
          .tenants(tenant)
          .concurrency(1)
          .poll(Duration.ofMillis(1))
          .start();
      await(() -> dead.get() || worker.stats().ended() >= 2);
      worker.close();
    }
    return dead.get();
  }

  private static Object invoked(Method method, Object on, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Not an exception that anybody handles: the process is gone. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("the process has died");
    }
  }
}
