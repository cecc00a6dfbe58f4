package io.harden4j.engine;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.ForwardingCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dies at the n-th changing call, before or after it, and stays dead: what a killed process looks like to a store. Counts outcomes of effects. */
final class CountingStore extends ForwardingCheckpointStore {
  /** The process is gone. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final int dieAt;
  private final boolean after;
  private final Map<String, Integer> recorded;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean dead;

  CountingStore(CheckpointStore store, int dieAt, boolean after, Map<String, Integer> recorded) {
    super(store);
    this.dieAt = dieAt;
    this.after = after;
    this.recorded = recorded;
  }

  int calls() {
    return calls.get();
  }

  private <T> T call(Supplier<T> body) {
    if (dead) {
      throw new Crash();
    }
    boolean now = calls.incrementAndGet() == dieAt;
    if (now && !after) {
      dead = true;
      throw new Crash();
    }
    T result = body.get();
    if (now) {
      dead = true;
      throw new Crash();
    }
    return result;
  }

  private void run(Runnable body) {
    call(() -> {
      body.run();
      return true;
    });
  }

  @Override
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    return call(() -> super.acquire(thread, owner, ttl));
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return dead ? Optional.empty() : super.renew(lease, ttl);
  }

  @Override
  public void release(Lease lease) {
    if (!dead) {
      super.release(lease);
    }
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    run(() -> super.putTask(lease, record));
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return call(() -> super.beginEffect(lease, intent, spends));
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    run(() -> {
      super.endEffect(lease, outcome);
      if (outcome.state() == EffectState.DONE && outcome.consequential()) {
        recorded.merge(outcome.idempotencyKey(), 1, Integer::sum);
      }
    });
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    return call(() -> super.commit(lease, expectedHead, commit));
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return call(() -> super.answer(id, revision, answer, by));
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return call(() -> super.fork(lease, from, newBranch));
  }

  @Override
  public void deleteThread(Lease lease) {
    run(() -> super.deleteThread(lease));
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return call(() -> super.prune(lease, policy));
  }
}
