package io.harden4j.checkpoint;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints, task records, the effect journal and questions, so that a run can go on in another process. Sees bytes only: codec,
 * cipher and compression stand above it.
 *
 * <p><b>Leases.</b> Every change of a thread carries the thread's lease. A lease whose fence is not the newest of the thread, that was
 * released or that has ended (by the store's clock) is refused with {@link FencedException} and changes nothing.
 *
 * <p><b>Durability.</b> When a mutating method returns, an instance opened by a new process reads what it wrote.
 *
 * <p><b>Immutability.</b> Checkpoints never change. Reading an old one gives what was committed, for ever, until it is pruned.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Implementations extend {@code CheckpointStoreContract} of runtime-testkit.
 */
public interface CheckpointStore extends AutoCloseable {
  /** Returns the store's name for traces, such as {@code memory} or {@code file}. */
  String name();

  /**
   * Takes the thread for {@code owner}. The same owner may not acquire twice. An owner on this host whose process is dead is taken over
   * at once, any other one when its lease has ended.
   *
   * @return the lease with a new, higher fence, or empty if somebody else holds the thread; {@link #holder} tells who
   */
  Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl);

  /** Returns the lease that is in force on the thread, if any. */
  Optional<Lease> holder(ThreadKey thread);

  /** Extends a lease that is still the newest; keeps its fence. Empty if it is not. */
  Optional<Lease> renew(Lease lease, Duration ttl);

  /** Gives the thread back. A lease that is not the newest is ignored. */
  void release(Lease lease);

  /** Returns the newest checkpoint of a branch with everything to go on from it, or empty. Needs no lease, sees no half commit. */
  Optional<StoredState> head(ThreadKey thread, String branch);

  /** Returns one checkpoint with its state, or empty. Task records, questions and effects are those it still waits for if it is a head. */
  Optional<StoredState> get(CheckpointRef ref);

  /** Lists checkpoints, newest first. */
  Page<CheckpointInfo> list(CheckpointQuery query);

  /**
   * Records how an attempt ended, and opens its questions in the same transaction. The same record again is a no-op; an older attempt and
   * anything after SUCCEEDED are ignored. A question that already exists keeps its answer.
   */
  void putTask(Lease lease, TaskRecord record);

  /**
   * Records an INTENT unless the effect is already there; one that is FAILED, and so known not to have taken effect, becomes an INTENT again.
   *
   * @param spends a question whose answer (a granted approval) this intent uses up in the same transaction, or null. If it was spent
   *     before by another effect, {@link GrantSpentException} is thrown and nothing is written
   * @return the record that is there now: {@code intent} itself if this call wrote it, else the earlier one
   */
  EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends);

  /**
   * Records an outcome (DONE, FAILED or UNKNOWN), with or without an INTENT before it. DONE is never overwritten. UNKNOWN may become DONE or
   * FAILED when a human settles it.
   */
  void endEffect(Lease lease, EffectRecord outcome);

  /**
   * Commits a checkpoint atomically.
   *
   * @param expectedHead the head the writer built upon; sequence number 0 for "the branch has no checkpoint yet"
   * @return the name of the new checkpoint
   * @throws StaleHeadException if the head is another one
   * @throws FencedException if the lease is over
   */
  CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit);

  /** Lists open questions, oldest first. The inbox needs no lease. */
  Page<Question> open(InboxQuery query);

  /** Returns a question, open or not. */
  Optional<Question> question(QuestionId id);

  /**
   * Records an answer if the question is open and at this revision. Needs no lease: the thread may be running.
   *
   * @param by principal that answers
   */
  AnswerResult answer(QuestionId id, long revision, Payload answer, String by);

  /**
   * Starts a branch at a checkpoint of the thread. The new branch's first checkpoint (cause FORK, parent {@code from}, status RUNNING unless
   * {@code from} is COMPLETED) has the versions, planned count, frontier, barriers, epoch and spent amounts of {@code from}. Effects and SUCCEEDED
   * task records of the frontier become visible to it under the new branch's name: those recorded before {@code from} was committed, or, where
   * {@code from} is its branch's head, those recorded so far. Nothing recorded on either branch afterwards is seen by the other. Questions are not
   * carried over: a task that waits asks again.
   *
   * @throws CheckpointStoreException if {@code from} is unknown or the branch exists
   */
  CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch);

  /** Removes the thread with all its branches, records and questions. The lease stays valid until released. */
  void deleteThread(Lease lease);

  /** Removes checkpoints the policy does not keep, and the records only they need. */
  PruneResult prune(Lease lease, PrunePolicy policy);

  /** Releases resources. Calling it again does nothing. */
  @Override
  default void close() {}
}
