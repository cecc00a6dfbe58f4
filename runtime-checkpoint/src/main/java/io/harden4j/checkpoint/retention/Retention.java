package io.harden4j.checkpoint.retention;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Heads;
import io.harden4j.checkpoint.internal.Pace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store from growing for ever, and deletes on request, with receipts.
 *
 * <pre>{@code
 * Retention retention = Retention.builder(store, control)
 *     .policy(RetentionPolicy.builder().keepPerBranch(20).deleteAfter(Duration.ofDays(30), COMPLETED).build())
 *     .tenants(() -> customers.ids())
 *     .build();
 * retention.start();                                                  // every hour, on a daemon thread
 * retention.deleteSubject("acme", "customer-7", "dpo", "request 4711");
 * }</pre>
 *
 * <p>Each thread is taken for the moment it needs; one that somebody holds is left. Several processes may do this on one store. The store, its control store and its tenants'
 * policies are all it touches: audit logs, traces and indexes of documents have rules of their own.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final int SUBJECT_LISTINGS = 5;

  private final CheckpointStore store;
  private final Receipts receipts;
  private final RetentionPolicy general;
  private final Map<String, RetentionPolicy> policies;
  private final Supplier<? extends Collection<String>> tenants;
  private final InstantSource clock;
  private final Duration every;
  private final Duration leaseTtl;
  private final Pace pace;
  private @Nullable Thread worker;

  private Retention(Builder b) {
    this.store = b.store;
    this.receipts = new Receipts(b.control);
    this.general = b.general;
    this.policies = Map.copyOf(b.policies);
    this.tenants = b.tenants;
    this.clock = b.clock;
    this.every = b.every;
    this.leaseTtl = b.leaseTtl;
    this.pace = new Pace(b.perSecond);
  }

  /** Returns the options; receipts are kept in {@code control}. */
  public static Builder builder(CheckpointStore store, ControlStore control) {
    return new Builder(store, control);
  }

  /** Options. Not thread-safe. */
  public static final class Builder {
    private final CheckpointStore store;
    private final ControlStore control;
    private final Map<String, RetentionPolicy> policies = new HashMap<>();
    private RetentionPolicy general = RetentionPolicy.KEEP_ALL;
    private Supplier<? extends Collection<String>> tenants = List::of;
    private InstantSource clock = InstantSource.system();
    private Duration every = Duration.ofHours(1);
    private Duration leaseTtl = Duration.ofMinutes(1);
    private int perSecond = 20;

    private Builder(CheckpointStore store, ControlStore control) {
      this.store = store;
      this.control = control;
    }

    /** Sets the policy of tenants without one of their own; default: everything is kept. */
    public Builder policy(RetentionPolicy policy) {
      general = policy;
      return this;
    }

    /** Sets the policy of a tenant, instead of the general one. */
    public Builder policy(String tenant, RetentionPolicy policy) {
      policies.put(tenant, policy);
      return this;
    }

    /** Says, each time anew, which tenants are looked at in the background; default: those with a policy of their own. */
    public Builder tenants(Supplier<? extends Collection<String>> all) {
      tenants = all;
      return this;
    }

    /** Sets the clock that ages are measured by; default: the system's. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** Sets the time between two looks in the background; default one hour. */
    public Builder every(Duration time) {
      every = time;
      return this;
    }

    /** Looks closer at no more than this many threads a second; default 20, 0 for no limit. */
    public Builder threadsPerSecond(int most) {
      perSecond = most;
      return this;
    }

    /** Sets how long a thread may be held for being deleted or pruned; default one minute. */
    public Builder leaseTtl(Duration ttl) {
      leaseTtl = ttl;
      return this;
    }

    /** Returns the service, not started. */
    public Retention build() {
      return new Retention(this);
    }
  }

  /** Begins to look after the tenants, on a daemon thread, at once and then every {@link Builder#every}. Calling it again does nothing. */
  public synchronized void start() {
    if (worker == null && !pace.isStopped()) {
      worker = new Thread(this::work, "harden4j-retention");
      worker.setDaemon(true);
      worker.start();
    }
  }

  private void work() {
    do {
      for (String tenant : looked()) {
        try {
          RetentionReport report = run(tenant);
          LOG.debug(
              "retention of tenant '{}': {} threads deleted, {} checkpoints pruned",
              tenant,
              report.deleted(),
              report.checkpoints());
        } catch (RuntimeException e) {
          LOG.warn("retention of tenant '{}' failed; it is tried again in {}", tenant, every, e);
        }
      }
    } while (pace.pause(every));
  }

  private Set<String> looked() {
    Set<String> all = new LinkedHashSet<>(policies.keySet());
    try {
      all.addAll(tenants.get());
    } catch (RuntimeException e) {
      LOG.warn(
          "the tenants could not be listed; only those with a policy of their own are looked at",
          e);
    }
    return all;
  }

  /** Applies a tenant's policy once, now, on this thread. */
  public RetentionReport run(String tenant) {
    RetentionPolicy policy = policies.getOrDefault(tenant, general);
    return new Sweep(store, deletion(), pace, policy, tenant, clock.instant()).run();
  }

  /**
   * Deletes a thread, whatever its status and the policy.
   *
   * @param by     who asks for it
   * @param reason why; kept in the receipt, so without personal data
   * @throws CheckpointStoreException if somebody holds the thread; cancel its run first
   */
  public DeletionReceipt deleteThread(ThreadKey thread, String by, String reason) {
    Deletion deletion = deletion();
    DeletionReceipt receipt = deletion.run(
        new Deletion.Order(thread.tenant(), DeletionReceipt.Cause.THREAD, "", by, reason),
        List.of(thread),
        heads -> true);
    AgentRuntimeException failure = deletion.failed().get(thread);
    if (failure != null) {
      throw failure;
    }
    if (receipt.state() == DeletionReceipt.State.PARTIAL) {
      throw new CheckpointStoreException(
          "thread '" + thread.threadId()
              + "' is held by somebody and was not deleted; cancel its run, or wait for its lease to end, and ask again");
    }
    return receipt;
  }

  /**
   * Deletes all threads of a person: those whose checkpoints carry the tag {@value Checkpoint#SUBJECT} with this value, whatever their status and the policy.
   *
   * @param by     who asks for it
   * @param reason why; kept in the receipt, so without personal data
   * @return the receipt; {@link DeletionReceipt.State#PARTIAL} if a thread was held by somebody or could not be read: ask again then
   */
  public DeletionReceipt deleteSubject(String tenant, String subject, String by, String reason) {
    CheckpointQuery query =
        CheckpointQuery.heads(tenant).tagged(Map.of(Checkpoint.SUBJECT, subject));
    Set<ThreadKey> threads = new LinkedHashSet<>();
    int found;
    int listings = 0;
    do { // a thread that moves on while it is listed may be missed
      found = threads.size();
      Heads.each(store, query, info -> {
        threads.add(info.ref().thread());
        return true;
      });
    } while (threads.size() > found && ++listings < SUBJECT_LISTINGS);
    return deletion()
        .run(
            new Deletion.Order(tenant, DeletionReceipt.Cause.SUBJECT, subject, by, reason),
            threads,
            heads -> true);
  }

  /** Returns a tenant's receipts, oldest first. */
  public List<DeletionReceipt> receipts(String tenant) {
    return receipts.of(tenant);
  }

  private Deletion deletion() {
    return new Deletion(store, receipts, clock, leaseTtl);
  }

  /** Stops after the thread that is being worked on, and waits for that, up to ten seconds. */
  @Override
  public void close() {
    pace.stop();
    Thread running;
    synchronized (this) {
      running = worker;
    }
    if (running != null && running != Thread.currentThread()) {
      try {
        running.join(CLOSE_PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
