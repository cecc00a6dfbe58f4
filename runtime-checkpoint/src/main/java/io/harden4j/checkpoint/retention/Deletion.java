package io.harden4j.checkpoint.retention;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Heads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Deletes threads, with a receipt that is begun before and ended after. Not thread-safe. */
final class Deletion {
  /** What is to be done. */
  record Order(
      String tenant, DeletionReceipt.Cause cause, String subject, String by, String reason) {}

  private final CheckpointStore store;
  private final Receipts receipts;
  private final InstantSource clock;
  private final Duration leaseTtl;
  private final Owner owner = Owner.thisProcess("retention-" + UUID.randomUUID());
  private final List<ThreadKey> busy = new ArrayList<>();
  private final Map<ThreadKey, AgentRuntimeException> failed = new LinkedHashMap<>();

  Deletion(CheckpointStore store, Receipts receipts, InstantSource clock, Duration leaseTtl) {
    this.store = store;
    this.receipts = receipts;
    this.clock = clock;
    this.leaseTtl = leaseTtl;
  }

  /** Returns the threads that somebody held. */
  List<ThreadKey> busy() {
    return busy;
  }

  /** Returns the threads that could not be read or changed, and why. */
  Map<ThreadKey, AgentRuntimeException> failed() {
    return failed;
  }

  Optional<Lease> lease(ThreadKey thread) {
    Optional<Lease> lease = store.acquire(thread, owner, leaseTtl);
    if (lease.isEmpty()) {
      busy.add(thread);
    }
    return lease;
  }

  /** Deletes those of the threads that, once they are held, still are to be deleted. */
  DeletionReceipt run(
      Order order, Collection<ThreadKey> threads, Predicate<List<CheckpointInfo>> still) {
    DeletionReceipt receipt = DeletionReceipt.begun(
        clock.instant() + "-" + UUID.randomUUID().toString().substring(0, 8),
        order.tenant(),
        order.cause(),
        order.subject(),
        List.copyOf(threads),
        order.by(),
        order.reason(),
        clock.instant());
    receipts.put(receipt);
    List<ThreadKey> deleted = new ArrayList<>();
    long checkpoints = 0;
    long left = 0;
    for (ThreadKey thread : threads) {
      long gone = delete(thread, still);
      left += gone < 0 ? 1 : 0;
      if (gone > 0) {
        deleted.add(thread);
        checkpoints += gone;
      }
    }
    DeletionReceipt ended = receipt.ended(deleted, checkpoints, left, clock.instant());
    receipts.put(ended);
    return ended;
  }

  /** Returns how many checkpoints went, 0 if there was nothing to delete, or -1 if it is not known to be gone. A thread that fails does not stop the others. */
  private long delete(ThreadKey thread, Predicate<List<CheckpointInfo>> still) {
    try {
      Optional<Lease> lease = lease(thread);
      return lease.isEmpty() ? -1 : delete(lease.get(), thread, still);
    } catch (FencedException e) {
      busy.add(thread);
    } catch (AgentRuntimeException e) {
      failed.put(thread, e);
    }
    return -1;
  }

  private long delete(Lease lease, ThreadKey thread, Predicate<List<CheckpointInfo>> still) {
    try {
      long checkpoints = count(thread);
      if (checkpoints == 0 || !still.test(heads(thread))) {
        return 0;
      }
      store.deleteThread(lease);
      return checkpoints;
    } finally {
      store.release(lease);
    }
  }

  private long count(ThreadKey thread) {
    long[] count = {0};
    Heads.each(store, CheckpointQuery.thread(thread), info -> ++count[0] > 0);
    return count[0];
  }

  /** Returns the heads of a thread's branches. */
  List<CheckpointInfo> heads(ThreadKey thread) {
    List<CheckpointInfo> heads = new ArrayList<>();
    Heads.each(store, headsOf(thread), heads::add);
    return heads;
  }

  private static CheckpointQuery headsOf(ThreadKey thread) {
    return new CheckpointQuery(
        thread.tenant(),
        thread.threadId(),
        null,
        Set.of(),
        Set.of(),
        null,
        0,
        Integer.MAX_VALUE,
        null,
        null,
        Map.of(),
        true,
        null,
        CheckpointQuery.DEFAULT_LIMIT);
  }
}
