package io.harden4j.checkpoint.retention;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Heads;
import io.harden4j.checkpoint.internal.Pace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies a policy to a tenant's threads once. Not thread-safe. */
final class Sweep {
  /** Threads of one receipt: it is one value of the control store. */
  private static final int BATCH = 100;

  private final CheckpointStore store;
  private final Deletion deletion;
  private final Pace pace;
  private final RetentionPolicy policy;
  private final String tenant;
  private final Instant now;
  private final Set<ThreadKey> seen = new HashSet<>();
  private final List<ThreadKey> batch = new ArrayList<>();
  private final List<DeletionReceipt> receipts = new ArrayList<>();
  private long checkpoints;
  private long records;

  Sweep(
      CheckpointStore store,
      Deletion deletion,
      Pace pace,
      RetentionPolicy policy,
      String tenant,
      Instant now) {
    this.store = store;
    this.deletion = deletion;
    this.pace = pace;
    this.policy = policy;
    this.tenant = tenant;
    this.now = now;
  }

  RetentionReport run() {
    boolean all = deleteOld() && prune();
    Map<ThreadKey, String> failed = new LinkedHashMap<>();
    deletion
        .failed()
        .forEach((thread, e) ->
            failed.put(thread, e.getClass().getSimpleName() + ": " + e.getMessage()));
    long deleted = receipts.stream().mapToLong(r -> r.threads().size()).sum();
    return new RetentionReport(
        tenant, deleted, checkpoints, records, deletion.busy(), failed, receipts, !all);
  }

  private boolean deleteOld() {
    if (policy.leastAge().isEmpty()) {
      return true;
    }
    CheckpointQuery old = CheckpointQuery.heads(tenant)
        .withStatus(policy.deleted().toArray(new RunStatus[0]))
        .between(null, now.minus(policy.leastAge().get()).plusNanos(1));
    boolean all = Heads.each(store, old, info -> consider(info.ref().thread()));
    flush();
    return all;
  }

  private boolean consider(ThreadKey thread) {
    if (!seen.add(thread)) {
      return true;
    }
    if (!pace.next()) {
      return false;
    }
    try {
      if (policy.deletes(deletion.heads(thread), now)) {
        batch.add(thread);
      }
    } catch (AgentRuntimeException e) {
      deletion.failed().put(thread, e);
    }
    if (batch.size() == BATCH) {
      flush();
    }
    return true;
  }

  private void flush() {
    if (!batch.isEmpty()) {
      Deletion.Order order = new Deletion.Order(
          tenant, DeletionReceipt.Cause.POLICY, "", "retention", "the policy's time is over");
      receipts.add(deletion.run(order, batch, heads -> policy.deletes(heads, now)));
      batch.clear();
    }
  }

  private boolean prune() {
    if (policy.keepPerBranch() == 0) {
      return true;
    }
    CheckpointQuery ended =
        CheckpointQuery.heads(tenant).withStatus(policy.pruned().toArray(new RunStatus[0]));
    seen.clear();
    return Heads.each(store, ended, info -> !seen.add(info.ref().thread()) || pruneIn(info));
  }

  private boolean pruneIn(CheckpointInfo head) {
    ThreadKey thread = head.ref().thread();
    try {
      CheckpointQuery more = CheckpointQuery.thread(thread).page(null, policy.keepPerBranch() + 1);
      if (store.list(more).items().size() <= policy.keepPerBranch()) {
        return true;
      }
      if (!pace.next()) {
        return false;
      }
      Optional<Lease> lease = deletion.lease(thread);
      if (lease.isPresent()) {
        prune(lease.get());
      }
    } catch (AgentRuntimeException e) {
      deletion.failed().put(thread, e);
    }
    return true;
  }

  private void prune(Lease lease) {
    try {
      if (policy.prunes(deletion.heads(lease.thread()))) {
        PruneResult result = store.prune(lease, new PrunePolicy(policy.keepPerBranch()));
        checkpoints += result.checkpoints();
        records += result.records();
      }
    } catch (FencedException e) {
      deletion.busy().add(lease.thread());
    } finally {
      store.release(lease);
    }
  }
}
