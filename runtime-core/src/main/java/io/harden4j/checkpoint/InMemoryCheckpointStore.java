package io.harden4j.checkpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in the memory of this process: for tests, for the first steps, and for runs that need pause and answer but not
 * survival. <b>It lives in one process:</b> when the process ends, threads, journal and inbox are gone, and no other process sees them.
 *
 * <p><b>Speed.</b> One lock per thread; a commit copies the table of keys only if it changes a key, and never the history. A claim of work looks at the
 * heads of all threads of the tenants that are asked for, never at their history. Who watches is told by a thread that is there while there is something
 * to tell.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class InMemoryCheckpointStore
    implements CheckpointStore, RekeyStore, WorkStore, WatchStore {
  private final ConcurrentMap<ThreadKey, MemoryThread> threads = new ConcurrentHashMap<>();
  private final ConcurrentMap<QuestionId, MemoryThread> asked = new ConcurrentHashMap<>();
  private final AtomicLong fences = new AtomicLong();
  private final MemoryWatches watches = new MemoryWatches();
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
      MemoryThread t = threads.computeIfAbsent(thread, this::newThread);
      if (!t.isRetired()) {
        Optional<Lease> lease = t.acquire(owner, ttl);
        if (lease.isPresent() || !t.isRetired()) {
          return lease;
        }
      }
    }
  }

  @Override
  public Optional<Lease> holder(ThreadKey thread) {
    MemoryThread t = threads.get(thread);
    return t == null ? Optional.empty() : t.holder();
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    MemoryThread t = threads.get(lease.thread());
    return t == null ? Optional.empty() : t.renew(lease, ttl);
  }

  @Override
  public void release(Lease lease) {
    MemoryThread t = threads.get(lease.thread());
    if (t != null && t.release(lease)) {
      threads.remove(lease.thread(), t);
    } else if (t != null && t.isRunning()) {
      watches.note(Optional.empty());
    }
  }

  @Override
  public List<Claim> claim(Owner owner, Duration ttl, WorkQuery query) {
    List<Work> found = new ArrayList<>();
    for (MemoryThread t : threads.values()) {
      if (query.hasRoomFor(t.key().tenant()) && !query.skip().contains(t.key())) {
        t.collect(query, found);
      }
    }
    return query.inTurn(found, work -> {
      MemoryThread t = threads.get(work.thread());
      return t == null ? Optional.empty() : t.claim(work, owner, ttl, query);
    });
  }

  @Override
  public Optional<StoredState> head(ThreadKey thread, String branch) {
    MemoryThread t = threads.get(thread);
    return t == null ? Optional.empty() : t.head(branch);
  }

  @Override
  public Optional<StoredState> get(CheckpointRef ref) {
    MemoryThread t = threads.get(ref.thread());
    return t == null ? Optional.empty() : t.get(ref);
  }

  @Override
  public Page<CheckpointInfo> list(CheckpointQuery query) {
    List<CheckpointInfo> found = new ArrayList<>();
    for (MemoryThread t : threadsOf(query.tenant(), query.threadId())) {
      t.collect(query, found);
    }
    return MemoryPages.checkpoints(found, query);
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    owned(lease, record.key().thread()).putTask(lease, record);
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return owned(lease, intent.key().task().thread()).beginEffect(lease, intent, spends);
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    owned(lease, outcome.key().task().thread()).endEffect(lease, outcome);
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    return owned(lease, expectedHead.thread()).commit(lease, expectedHead, commit);
  }

  @Override
  public Page<Question> open(InboxQuery query) {
    List<Question> found = new ArrayList<>();
    for (MemoryThread t : threadsOf(query.tenant(), query.threadId())) {
      t.collect(query, found);
    }
    return MemoryPages.questions(found, query);
  }

  @Override
  public Optional<Question> question(QuestionId id) {
    MemoryThread t = asked.get(id);
    return t == null ? Optional.empty() : t.question(id);
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    MemoryThread t = asked.get(id);
    AnswerResult result = t == null ? AnswerResult.UNKNOWN : t.answer(id, revision, answer, by);
    if (result == AnswerResult.ACCEPTED) {
      watches.note(Optional.of(id));
    }
    return result;
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return owned(lease, from.thread()).fork(lease, from, newBranch);
  }

  @Override
  public void deleteThread(Lease lease) {
    owned(lease, lease.thread()).delete(lease);
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return owned(lease, lease.thread()).prune(lease, policy);
  }

  @Override
  public long reencrypt(Lease lease, BiFunction<PayloadAddress, Payload, Payload> f) {
    return owned(lease, lease.thread()).reencrypt(lease, f);
  }

  @Override
  public Watch watch(InboxQuery query, Consumer<QuestionId> onAnswer) {
    return watches.add(answered -> answered
        .flatMap(this::question)
        .filter(q -> q.answer() != null && query.matches(q))
        .ifPresent(q -> onAnswer.accept(q.id())));
  }

  @Override
  public Watch watchWork(Runnable onWork) {
    return watches.add(answered -> onWork.run());
  }

  private MemoryThread newThread(ThreadKey key) {
    return new MemoryThread(key, clock, fences, asked);
  }

  private MemoryThread owned(Lease lease, ThreadKey thread) {
    if (!lease.thread().equals(thread)) {
      throw new IllegalArgumentException("the lease is for thread '"
          + lease.thread().threadId() + "' but the write is for '" + thread.threadId() + "'");
    }
    MemoryThread t = threads.get(thread);
    if (t == null) {
      throw new FencedException(lease);
    }
    return t;
  }

  private List<MemoryThread> threadsOf(String tenant, @Nullable String threadId) {
    if (threadId != null) {
      MemoryThread t = threads.get(new ThreadKey(tenant, threadId));
      return t == null ? List.of() : List.of(t);
    }
    List<MemoryThread> all = new ArrayList<>();
    for (MemoryThread t : threads.values()) {
      if (t.key().tenant().equals(tenant)) {
        all.add(t);
      }
    }
    return all;
  }
}
