package io.harden4j.checkpoint;

/** What became of an answer. Only {@link #ACCEPTED} changed anything. */
public enum AnswerResult {
  /** Recorded. */
  ACCEPTED,
  /** Somebody answered before. */
  ALREADY_ANSWERED,
  /** The question changed since the caller read it: read it again. */
  STALE_REVISION,
  /** Its time is over. */
  EXPIRED,
  /** It was withdrawn by an edit or a cancellation. */
  CLOSED,
  /** The question is for a role that the caller does not have. */
  NOT_ALLOWED,
  /** There is no such question in this tenant. */
  UNKNOWN
}
