package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.QuestionId;

/** An answer was not recorded; nothing changed. */
public final class AnswerRefusedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final AnswerResult result;

  AnswerRefusedException(QuestionId id, AnswerResult result) {
    super("question " + id + " cannot be answered: "
        + switch (result) {
          case ALREADY_ANSWERED -> "it has an answer; the first one counts";
          case STALE_REVISION -> "it changed since you read it; read it again";
          case EXPIRED -> "its time is over; the node has to ask again";
          case CLOSED -> "it was withdrawn by an edit, a new run or a cancellation";
          case NOT_ALLOWED -> "it is for a role you do not have";
          case UNKNOWN -> "there is no such question in your tenant";
          case ACCEPTED -> "it was accepted";
        });
    this.result = result;
  }

  /** Returns why. */
  public AnswerResult result() {
    return result;
  }
}
