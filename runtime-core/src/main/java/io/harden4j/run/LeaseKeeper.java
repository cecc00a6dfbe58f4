package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.internal.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of all running segments from one timer, and stops a segment that lost its lease. */
final class LeaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private final CheckpointStore store;
  private final Duration ttl;
  private final Set<Kept> kept = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;

  /** A lease that is kept while its segment runs. */
  static final class Kept {
    private final Recorder recorder;
    private final Stop stop;

    private Kept(Recorder recorder, Stop stop) {
      this.recorder = recorder;
      this.stop = stop;
    }
  }

  LeaseKeeper(CheckpointStore store, Duration ttl) {
    this.store = store;
    this.ttl = ttl;
    this.timer = Executors.newSingleThreadScheduledExecutor(r -> {
      Thread thread = new Thread(r, "harden4j-leases");
      thread.setDaemon(true);
      return thread;
    });
    long period = Math.max(1, Durations.millis(ttl) / 3);
    var unused =
        timer.scheduleWithFixedDelay(this::renewAll, period, period, TimeUnit.MILLISECONDS);
  }

  Kept keep(Recorder recorder, Stop stop) {
    Kept entry = new Kept(recorder, stop);
    kept.add(entry);
    return entry;
  }

  void drop(Kept entry) {
    kept.remove(entry);
  }

  /** Runs something later, for deadlines. */
  java.util.concurrent.Future<?> later(Runnable task, Duration after) {
    return timer.schedule(task, Durations.millis(after), TimeUnit.MILLISECONDS);
  }

  void renewAll() {
    kept.forEach(this::renew);
  }

  private void renew(Kept entry) {
    Lease lease = entry.recorder.lease();
    try {
      Optional<Lease> renewed = store.renew(lease, ttl);
      if (renewed.isPresent()) {
        entry.recorder.renewed(renewed.get());
      } else {
        entry.stop.now(new ControlSignal(
            ControlSignal.Kind.LEASE_LOST,
            "another process took thread '" + lease.thread().threadId() + "' over"));
      }
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "the lease of thread '{}' could not be renewed; trying again",
          lease.thread().threadId(),
          e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
