package io.harden4j.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored question to a human, or what a task waits for instead of a human: a timer or an event. Open while {@code answer} is null and it is neither
 * closed nor expired.
 *
 * @param id          name
 * @param task        the task that waits
 * @param kind        {@code ask}, {@code approval}, {@code mismatch}, {@code outcome} (settle an UNKNOWN) or {@code breakpoint}; {@value #TIMER} or
 *     {@value #EVENT} where no human is asked
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
  /** Kind of what a task waits for until {@code expiresAt}; nobody answers it. */
  public static final String TIMER = "timer";

  /** Kind of what a task waits for until something happens outside; the runtime answers it. */
  public static final String EVENT = "event";

  /** Says whether this kind is for people: an inbox shows no timers and events unless asked for their kind. */
  public static boolean isForPeople(String kind) {
    return !kind.equals(TIMER) && !kind.equals(EVENT);
  }

  /** Says whether it still waits for an answer at {@code now}. */
  public boolean isOpen(Instant now) {
    return answer == null && !closed && !isExpired(now);
  }

  /** Says whether its time is over at {@code now}. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /**
   * Says what becomes of an answer given at {@code now} by somebody who saw the question at {@code seen}: {@link AnswerResult#ACCEPTED} if a store is to keep
   * it, else why not.
   */
  public AnswerResult answerable(long seen, Instant now) {
    if (answer != null) {
      return AnswerResult.ALREADY_ANSWERED;
    } else if (closed) {
      return AnswerResult.CLOSED;
    } else if (isExpired(now)) {
      return AnswerResult.EXPIRED;
    }
    return revision == seen ? AnswerResult.ACCEPTED : AnswerResult.STALE_REVISION;
  }

  /**
   * Returns what a store keeps when this question is asked and it has {@code there} under the same id: this one where there is none; this one again,
   * one revision on, where the time of the other ended or it was withdrawn without an answer; else null, and the other stays.
   */
  public @Nullable Question askedOver(@Nullable Question there, Instant now) {
    if (there == null) {
      return this;
    }
    return there.answer() == null && !there.isOpen(now) ? again(there.revision() + 1) : null;
  }

  private Question again(long newRevision) {
    return new Question(
        id,
        task,
        kind,
        question,
        bindingHash,
        audience,
        null,
        null,
        askedAt,
        expiresAt,
        newRevision,
        false);
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
