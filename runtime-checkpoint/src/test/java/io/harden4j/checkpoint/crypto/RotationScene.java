package io.harden4j.checkpoint.crypto;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Heads;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.BusyPolicy;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Threads of two tenants on one store, with readers and runs that go on while a key is rotated. */
final class RotationScene implements AutoCloseable {
  static final String ACME = "acme";
  static final String GLOBEX = "globex";
  static final StateKey<List<String>> LOG = StateKey.list("log", String.class);

  final TestKeys keys = new TestKeys().add(ACME, "k1").add(GLOBEX, "k1");
  final AtomicLong reads = new AtomicLong();
  final AtomicLong failedReads = new AtomicLong();
  final AtomicLong runs = new AtomicLong();
  final AtomicLong failedRuns = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CheckpointStore store;
  private final AgentRuntime runtime;
  private final int threads;
  private final int first;

  RotationScene(CheckpointStore store, int threads) {
    this.store = store;
    this.threads = threads;
    this.first = 0;
    this.runtime = runtime(cipher());
  }

  /** Creates a scene whose runs seal with another cipher, on the threads from {@code first} on. */
  RotationScene(CheckpointStore store, int threads, PayloadCipher sealing, int first) {
    this.store = store;
    this.threads = threads;
    this.first = first;
    this.runtime = runtime(sealing);
  }

  private AgentRuntime runtime(PayloadCipher sealing) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .cipher(sealing)
        .graphs(graph())
        .build();
  }

  CheckpointStore store() {
    return store;
  }

  AesGcmCipher cipher() {
    return AesGcmCipher.of(keys);
  }

  private static StateGraph graph() {
    return StateGraph.builder("log")
        .state(LOG)
        .node(
            "note", ctx -> Update.of(LOG, List.of("noted after " + ctx.get(LOG).size())))
        .start("note")
        .edge("note", END)
        .build();
  }

  private static Principal ana(String tenant) {
    return Principal.of("ana", tenant);
  }

  private RunResult go(String tenant, int thread) {
    RunOptions options = RunOptions.thread("t" + thread)
        .as(ana(tenant))
        .whenBusy(BusyPolicy.QUEUE)
        .patience(Duration.ofSeconds(60));
    return runtime.run(graph(), Update.of(LOG, List.of("asked " + thread)), options);
  }

  /** Runs every thread once. */
  void seed() {
    for (int i = first; i < threads; i++) {
      go(ACME, i).orThrow();
      if (i % 10 == 0) {
        go(GLOBEX, i).orThrow();
      }
    }
  }

  /** Reads and runs threads until {@link #stop}. */
  List<Thread> others() {
    List<Thread> all = List.of(
        new Thread(this::readOn, "reader-1"),
        new Thread(this::readOn, "reader-2"),
        new Thread(this::runOn, "runner"));
    all.forEach(Thread::start);
    return all;
  }

  void stop(List<Thread> all) throws InterruptedException {
    over.set(true);
    for (Thread each : all) {
      each.join();
    }
  }

  private void readOn() {
    RandomGenerator random = ThreadLocalRandom.current();
    while (!over.get()) {
      read(ACME, random.nextInt(threads));
    }
  }

  private void runOn() {
    RandomGenerator random = ThreadLocalRandom.current();
    while (!over.get()) {
      runs.incrementAndGet();
      if (!(go(ACME, random.nextInt(threads)) instanceof RunResult.Completed)) {
        failedRuns.incrementAndGet();
      }
    }
  }

  private void read(String tenant, int thread) {
    reads.incrementAndGet();
    try {
      if (runtime.threads().state(ana(tenant), "t" + thread).values().get(LOG).isEmpty()) {
        failedReads.incrementAndGet();
      }
    } catch (AgentRuntimeException e) {
      failedReads.incrementAndGet();
    }
  }

  /** Reads every thread once. */
  void readAll() {
    for (int i = 0; i < threads; i++) {
      read(ACME, i);
    }
  }

  /** Returns how many stored values of a tenant open. */
  long readable(String tenant) {
    long[] open = {0};
    eachPayload(tenant, opened -> open[0] += opened ? 1 : 0);
    return open[0];
  }

  /** Returns how many stored values of a tenant do not open. */
  long unreadable(String tenant) {
    long[] shut = {0};
    eachPayload(tenant, opened -> shut[0] += opened ? 0 : 1);
    return shut[0];
  }

  private void eachPayload(String tenant, java.util.function.Consumer<Boolean> seen) {
    AesGcmCipher cipher = cipher();
    visit(tenant, (address, there) -> {
      try {
        cipher.open(address, there.keyId(), there.bytes());
        seen.accept(true);
      } catch (AgentRuntimeException e) {
        seen.accept(false);
      }
      return there;
    });
  }

  /** Returns the ids of the keys that a tenant's stored values are sealed with. */
  Set<String> keyIds(String tenant) {
    Set<String> ids = new HashSet<>();
    visit(tenant, (address, there) -> {
      ids.add(there.keyId());
      return there;
    });
    return ids;
  }

  private void visit(
      String tenant,
      java.util.function.BiFunction<
              io.harden4j.checkpoint.PayloadAddress,
              io.harden4j.checkpoint.Payload,
              io.harden4j.checkpoint.Payload>
          f) {
    Heads.each(store, CheckpointQuery.heads(tenant), info -> {
      ThreadKey thread = info.ref().thread();
      Lease lease = store
          .acquire(thread, Owner.thisProcess("visit"), Duration.ofMinutes(1))
          .orElseThrow();
      ((RekeyStore) store).reencrypt(lease, f);
      store.release(lease);
      return true;
    });
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
  }
}
