package io.harden4j.checkpoint;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands every call on to another store, {@link #close} too: a base for stores that count, delay or refuse some of them. A subclass is none of the
 * optional kinds ({@link WorkStore}, {@link WatchStore}, {@link RekeyStore}, {@link ControlStore}), whatever the other store is; one that is to be
 * implements them.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, as the other store is.
 */
public abstract class ForwardingCheckpointStore implements CheckpointStore {
  private final CheckpointStore store;

  /** Creates a store that hands on to {@code store}. */
  protected ForwardingCheckpointStore(CheckpointStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    return store.acquire(thread, owner, ttl);
  }

  @Override
  public Optional<Lease> holder(ThreadKey thread) {
    return store.holder(thread);
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return store.renew(lease, ttl);
  }

  @Override
  public void release(Lease lease) {
    store.release(lease);
  }

  @Override
  public Optional<StoredState> head(ThreadKey thread, String branch) {
    return store.head(thread, branch);
  }

  @Override
  public Optional<StoredState> get(CheckpointRef ref) {
    return store.get(ref);
  }

  @Override
  public Page<CheckpointInfo> list(CheckpointQuery query) {
    return store.list(query);
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    store.putTask(lease, record);
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return store.beginEffect(lease, intent, spends);
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    store.endEffect(lease, outcome);
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    return store.commit(lease, expectedHead, commit);
  }

  @Override
  public Page<Question> open(InboxQuery query) {
    return store.open(query);
  }

  @Override
  public Optional<Question> question(QuestionId id) {
    return store.question(id);
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return store.answer(id, revision, answer, by);
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return store.fork(lease, from, newBranch);
  }

  @Override
  public void deleteThread(Lease lease) {
    store.deleteThread(lease);
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return store.prune(lease, policy);
  }

  @Override
  public void close() {
    store.close();
  }
}
