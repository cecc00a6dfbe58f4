package io.harden4j.checkpoint.retention;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.ThreadKey;
import java.time.Instant;
import java.util.List;

/**
 * Says that threads were deleted: which, how much, when, by whom and why. It holds digests of ids, not the ids, so that it does not keep what was to be forgotten;
 * who knows an id can look it up ({@link #names}). Kept in the {@code ControlStore}.
 *
 * @param id          name, unique in the tenant
 * @param tenant      the tenant
 * @param cause       what led to the deletion
 * @param subject     digest of the person's id, or empty
 * @param threads     digests of the ids of the threads that were deleted, or, while {@link State#BEGUN}, that were going to be
 * @param checkpoints checkpoints that were deleted
 * @param remaining   threads that could not be deleted because somebody held them or they could not be read
 * @param by          who asked for it
 * @param reason      why, in the words of the caller; do not put personal data here
 * @param begun       when it began
 * @param ended       when it ended; the same as {@code begun} while it has not
 * @param state       how far it came
 * @param hash        SHA-256 over all of the above, so that a change is seen
 */
public record DeletionReceipt(
    String id,
    String tenant,
    Cause cause,
    String subject,
    List<String> threads,
    long checkpoints,
    long remaining,
    String by,
    String reason,
    Instant begun,
    Instant ended,
    State state,
    String hash) {
  /** What led to a deletion. */
  public enum Cause {
    /** The policy. */
    POLICY,
    /** Somebody asked for a thread to be deleted. */
    THREAD,
    /** Somebody asked for all threads of a person to be deleted. */
    SUBJECT
  }

  /** How far a deletion came. */
  public enum State {
    /** Written before the first thread is deleted. If it stays so, the process died meanwhile: some of the threads are deleted; ask for the deletion again. */
    BEGUN,
    /** All of it is done. */
    DONE,
    /** Some threads remain; ask for the deletion again. */
    PARTIAL
  }

  /** Copies the list. */
  public DeletionReceipt {
    threads = List.copyOf(threads);
  }

  static DeletionReceipt begun(
      String id,
      String tenant,
      Cause cause,
      String subject,
      List<ThreadKey> threads,
      String by,
      String reason,
      Instant now) {
    return new DeletionReceipt(
            id,
            tenant,
            cause,
            subject.isEmpty() ? "" : digest(tenant, subject),
            threads.stream().map(DeletionReceipt::digest).toList(),
            0,
            0,
            by,
            reason,
            now,
            now,
            State.BEGUN,
            "")
        .hashed();
  }

  DeletionReceipt ended(List<ThreadKey> deleted, long gone, long left, Instant now) {
    return new DeletionReceipt(
            id,
            tenant,
            cause,
            subject,
            deleted.stream().map(DeletionReceipt::digest).toList(),
            gone,
            left,
            by,
            reason,
            begun,
            now,
            left == 0 ? State.DONE : State.PARTIAL,
            "")
        .hashed();
  }

  private DeletionReceipt hashed() {
    return new DeletionReceipt(
        id,
        tenant,
        cause,
        subject,
        threads,
        checkpoints,
        remaining,
        by,
        reason,
        begun,
        ended,
        state,
        computedHash());
  }

  private String computedHash() {
    StringBuilder all = new StringBuilder();
    for (Object part : new Object[] {
      id,
      tenant,
      cause,
      subject,
      threads.size(),
      String.join(",", threads),
      checkpoints,
      remaining,
      by,
      reason,
      begun,
      ended,
      state
    }) {
      String text = part.toString();
      all.append(text.length()).append(':').append(text);
    }
    return Digests.sha256(all.toString());
  }

  /** Says whether the hash fits the rest. */
  public boolean isIntact() {
    return hash.equals(computedHash());
  }

  /** Says whether the thread is among those of this receipt. */
  public boolean names(ThreadKey thread) {
    return threads.contains(digest(thread));
  }

  /** Says whether this is a receipt for a person. */
  public boolean concerns(String subjectId) {
    return subject.equals(digest(tenant, subjectId));
  }

  private static String digest(ThreadKey thread) {
    return digest(thread.tenant(), thread.threadId());
  }

  private static String digest(String tenant, String id) {
    return Digests.sha256(tenant.length() + ":" + tenant + id);
  }
}
