package io.harden4j.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored question to a human. Open while {@code answer} is null and it is neither closed nor expired.
 *
 * @param id          name
 * @param task        the task that waits
 * @param kind        {@code ask}, {@code approval}, {@code outcome} (settle an UNKNOWN) or {@code breakpoint}
 * @param question    text and schema of the answer, encoded
 * @param bindingHash what the answer is bound to: an approval's effective call, policy and pin
 * @param audience    role that may answer, or empty for anyone of the tenant
 * @param answer      the answer, encoded, or null
 * @param answeredBy  principal id, or null
 * @param askedAt     when it was opened
 * @param expiresAt   after this instant it can no longer be answered, or null for never
 * @param revision    one more with each change; an answer names the revision it saw
 * @param closed      true once an edit or a cancellation withdrew it
 */
public record Question(
    QuestionId id,
    TaskKey task,
    String kind,
    Payload question,
    String bindingHash,
    String audience,
    @Nullable Payload answer,
    @Nullable String answeredBy,
    Instant askedAt,
    @Nullable Instant expiresAt,
    long revision,
    boolean closed) {
  /** Says whether it still waits for an answer at {@code now}. */
  public boolean isOpen(Instant now) {
    return answer == null && !closed && !isExpired(now);
  }

  /** Says whether its time is over at {@code now}. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Returns the question with its answer, one revision on. */
  public Question answered(Payload newAnswer, String by) {
    return new Question(
        id,
        task,
        kind,
        question,
        bindingHash,
        audience,
        newAnswer,
        by,
        askedAt,
        expiresAt,
        revision + 1,
        closed);
  }

  /** Returns the question withdrawn, one revision on. */
  public Question withdrawn() {
    return new Question(
        id,
        task,
        kind,
        question,
        bindingHash,
        audience,
        answer,
        answeredBy,
        askedAt,
        expiresAt,
        revision + 1,
        true);
  }
}
