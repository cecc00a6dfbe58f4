package io.harden4j.checkpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in the memory of this process: for tests, for the first steps, and for runs that need pause and answer but not
 * survival. <b>It lives in one process:</b> when the process ends, threads, journal and inbox are gone, and no other process sees them.
 *
 * <p><b>Speed.</b> One lock per thread; a commit copies the table of keys only if it changes a key, never the history.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final ConcurrentMap<ThreadKey, MemoryThread> threads = new ConcurrentHashMap<>();
  private final ConcurrentMap<QuestionId, MemoryThread> asked = new ConcurrentHashMap<>();
  private final AtomicLong fences = new AtomicLong();
  private final InstantSource clock;

  /** Creates an empty store on the system's clock. */
  public InMemoryCheckpointStore() {
    this(InstantSource.system());
  }

  /** Creates an empty store whose leases and questions end by {@code clock}. */
  public InMemoryCheckpointStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    while (true) {
      MemoryThread t = threads.get(thread);
      if (t == null) {
        t = threads.computeIfAbsent(thread, k -> new MemoryThread(k, clock, fences, asked));
      }
      synchronized (t) {
        if (!t.leases.retired()) {
          return Optional.ofNullable(t.leases.acquire(owner, ttl));
        }
      }
    }
  }

  @Override
  public Optional<Lease> holder(ThreadKey thread) {
    return read(thread, t -> t.leases.holder());
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return read(lease.thread(), t -> t.leases.renew(lease, ttl));
  }

  @Override
  public void release(Lease lease) {
    MemoryThread t = threads.get(lease.thread());
    if (t == null) {
      return;
    }
    synchronized (t) {
      if (t.leases.release(lease) && t.isEmpty()) {
        t.leases.retire();
        threads.remove(lease.thread(), t);
      }
    }
  }

  @Override
  public Optional<StoredState> head(ThreadKey thread, String branch) {
    return read(thread, t -> t.head(branch));
  }

  @Override
  public Optional<StoredState> get(CheckpointRef ref) {
    return read(ref.thread(), t -> t.get(ref));
  }

  @Override
  public Page<CheckpointInfo> list(CheckpointQuery query) {
    return MemoryPages.checkpoints(threadsOf(query.tenant(), query.threadId()), query);
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    write(lease, record.key().thread(), t -> {
      t.putTask(record);
      return null;
    });
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    MemoryThread t = owned(lease, intent.key().task().thread());
    synchronized (t) {
      t.leases.check(lease);
      return t.journal.begin(intent, spends, t.nextSeq());
    }
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    write(lease, outcome.key().task().thread(), t -> {
      t.journal.end(outcome, t.nextSeq());
      return null;
    });
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    MemoryThread t = owned(lease, expectedHead.thread());
    synchronized (t) {
      t.leases.check(lease);
      return t.commit(expectedHead, commit);
    }
  }

  @Override
  public Page<Question> open(InboxQuery query) {
    return MemoryPages.questions(
        threadsOf(query.tenant(), query.threadId()), query, clock.instant());
  }

  @Override
  public Optional<Question> question(QuestionId id) {
    MemoryThread t = asked.get(id);
    if (t == null) {
      return Optional.empty();
    }
    synchronized (t) {
      return Optional.ofNullable(t.questions.get(id));
    }
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    MemoryThread t = asked.get(id);
    if (t == null) {
      return AnswerResult.UNKNOWN;
    }
    synchronized (t) {
      return t.questions.answer(id, revision, answer, by);
    }
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    MemoryThread t = owned(lease, from.thread());
    synchronized (t) {
      t.leases.check(lease);
      return t.fork(from, newBranch);
    }
  }

  @Override
  public void deleteThread(Lease lease) {
    write(lease, lease.thread(), t -> {
      t.clear();
      return null;
    });
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    MemoryThread t = owned(lease, lease.thread());
    synchronized (t) {
      t.leases.check(lease);
      return t.prune(policy);
    }
  }
}
