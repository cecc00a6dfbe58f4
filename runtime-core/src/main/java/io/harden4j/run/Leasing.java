package io.harden4j.run;

import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.internal.Durations;
import java.util.Optional;
import java.util.function.Function;

/** Takes threads and gives them back. */
final class Leasing {
  private static final long POLL_MILLIS = 50;

  private final Parts parts;

  Leasing(Parts parts) {
    this.parts = parts;
  }

  /** Does {@code work} while holding the thread. @throws ThreadBusyException if somebody else holds it, for longer than the patience where asked to queue */
  <T> T holding(ThreadKey thread, RunOptions options, Function<Lease, T> work) {
    Lease lease = options.busyPolicy() == BusyPolicy.QUEUE
        ? queue(thread, options)
        : acquire(thread).orElseThrow(() -> busy(thread));
    try {
      return work.apply(lease);
    } finally {
      parts.store().release(lease);
    }
  }

  /** Does {@code work} while holding the thread; does not wait. */
  <T> T holding(ThreadKey thread, Function<Lease, T> work) {
    return holding(thread, RunOptions.thread(thread.threadId()), work);
  }

  private Optional<Lease> acquire(ThreadKey thread) {
    return parts.store().acquire(thread, parts.owner(), parts.leaseTtl());
  }

  private Lease queue(ThreadKey thread, RunOptions options) {
    long end = System.nanoTime() + Durations.nanos(options.patience());
    while (true) {
      Optional<Lease> lease = acquire(thread);
      if (lease.isPresent()) {
        return lease.get();
      }
      if (System.nanoTime() > end) {
        throw busy(thread);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw busy(thread);
      }
    }
  }

  private RuntimeException busy(ThreadKey thread) {
    return parts
        .store()
        .holder(thread)
        .<RuntimeException>map(ThreadBusyException::new)
        .orElseGet(() -> new ThreadBusyException(
            new Lease(thread, parts.owner(), 0, parts.clock().instant())));
  }

  static UnknownThreadException unknown(ThreadKey thread, String branch) {
    return new UnknownThreadException(
        "there is no thread '" + thread.threadId() + "' with branch '" + branch
            + "' in this tenant; start it with runtime.run(...), or check id, branch and principal");
  }
}
