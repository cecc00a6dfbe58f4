package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Many callers of a server that is killed again and again: each call has an outcome, and it is its own. */
class ChaosTest {
  private static final int THREADS = 16;
  private static final int KILLS = 50;
  private static final int LOOKS = 15;
  /** Last over first. Calls in flight and servers that are just being started make some difference. */
  private static final double FLAT = 1.25;

  private static final String MARK = "chaos-4711";

  private final LongAdder own = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder crossed = new LongAdder();
  private final LongAdder untyped = new LongAdder();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final Set<Long> killed = new HashSet<>();
  private final Footprint footprint = new Footprint();

  @Test
  void every_call_has_its_own_typed_outcome_though_the_server_is_killed() throws Exception {
    int calls = Tier.name().equals("full") ? 10_000 : 1_000;
    int killEach = THREADS * calls / (KILLS + 3);
    int lookEach = THREADS * calls / LOOKS;
    long threadsBefore = Thread.activeCount();
    StdioServer server = new StdioServerBuilder("chaos")
        .command(command())
        .era(ProtocolEra.HANDSHAKE)
        .stopGrace(Duration.ofMillis(500))
        .build();
    // A clock that runs a thousand times faster shortens the back-off, not the calls' own times.
    try (ManagedConnection connection =
        Connections.stdio(server, System.getenv(), () -> System.nanoTime() * 1000)) {
      String pin = connection.tools(PATIENCE).tools().get("echo").pin();
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        threads.add(pool.submit(() -> calls(connection, pin, thread, calls, killEach, lookEach)));
      }
      for (Future<?> thread : threads) {
        thread.get(10, TimeUnit.MINUTES);
      }
      pool.shutdown();
      pool.awaitTermination(10, TimeUnit.SECONDS);
      assertThat(connection.status().starts()).isGreaterThan(kills.get());
    }
    long left = awaitNoChildren();
    long outcomes = own.sum() + unknown.sum() + crossed.sum();
    Evidence evidence = Evidence.of("chaos");
    footprint.writeTo(evidence);
    evidence
        .ran((long) THREADS * calls)
        .put("threads", THREADS)
        .put("callsEach", calls)
        .put("kills", kills.get())
        .put("own", own.sum())
        .put("unknownOutcome", unknown.sum())
        .put("unsentAndRepeated", unsent.sum())
        .put("lostCalls", (long) THREADS * calls - outcomes)
        .put("untyped", untyped.sum())
        .put("wrongCaller", crossed.sum())
        .put("childrenLeft", left)
        .put("threadsBefore", threadsBefore)
        .put("threadsAfter", Thread.activeCount())
        .write();

    assertThat(kills).hasValueGreaterThanOrEqualTo(KILLS);
    assertThat(outcomes).isEqualTo((long) THREADS * calls);
    assertThat(untyped.sum()).isZero();
    assertThat(crossed.sum()).isZero();
    assertThat(left).isZero();
    assertThat(footprint.looks()).isEqualTo(LOOKS);
    assertThat(footprint.heapGrowth())
        .as("heap at the end over heap at the start")
        .isLessThan(FLAT);
    assertThat(footprint.threadGrowth()).as("threads, likewise").isLessThan(FLAT);
    assertThat(Thread.activeCount()).isLessThan((int) threadsBefore + THREADS);
  }

  private void calls(
      ManagedConnection connection, String pin, int thread, int calls, int killEach, int lookEach) {
    for (int i = 0; i < calls; i++) {
      String arguments = "{\"i\":" + i + ",\"t\":" + thread + "}";
      CallRequest request = new CallRequest("echo", pin, arguments, "k-" + thread + "-" + i, "");
      while (!isSettled(connection, request, arguments)) {
        unsent.increment(); // nothing was sent: the gate's retry would repeat it too
        Thread.onSpinWait();
      }
      int done = finished.incrementAndGet();
      if (done >= (kills.get() + 1) * killEach && kills.get() < KILLS) {
        kill();
      }
      if (done % lookEach == 0) {
        footprint.look();
      }
    }
  }

  private boolean isSettled(ManagedConnection connection, CallRequest request, String arguments) {
    try {
      String text = TestServers.send(connection, request, PATIENCE).text();
      (text.equals(arguments) ? own : crossed).increment();
    } catch (McpException e) {
      if (e.delivery() == Delivery.NOT_SENT) {
        return false;
      }
      unknown.increment();
    } catch (RuntimeException e) {
      untyped.increment();
    }
    return true;
  }

  /** One that is just being started cannot be killed yet: the next call that ends tries again. */
  private synchronized void kill() {
    for (ProcessHandle child : children()) {
      if (killed.add(child.pid()) && child.destroyForcibly()) {
        kills.incrementAndGet();
      }
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains(MARK) && p.isAlive())
        .toList();
  }

  private static long awaitNoChildren() throws Exception {
    for (ProcessHandle child : children()) {
      try {
        child.onExit().get(5, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        return children().size();
      }
    }
    return children().size();
  }

  /** The server needs no library: a short class path starts it sooner. */
  private static List<String> command() throws Exception {
    Path classes = Path.of(
        FaultServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-Xshare:auto",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classes.toString(),
        FaultServer.class.getName(),
        "normal",
        MARK);
  }
}
