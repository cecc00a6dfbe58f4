package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.RunStatus;
import java.util.List;

/** A new run was asked for on a thread whose run has not ended; nothing was changed. */
public final class ThreadSuspendedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<OpenQuestion> questions;

  ThreadSuspendedException(String threadId, RunStatus status, List<OpenQuestion> questions) {
    super(
        "thread '" + threadId + "' has a run that is " + status
            + (questions.isEmpty()
                ? ""
                : " and waits for "
                    + questions.stream()
                        .map(q -> q.id().value() + " (" + q.text() + ")")
                        .toList())
            + "; resume it with runtime.resume(RunOptions.thread(...)), or end it with whenBusy(BusyPolicy.REPLACE)");
    this.questions = List.copyOf(questions);
  }

  /** Returns the open questions. */
  public List<OpenQuestion> questions() {
    return questions;
  }
}
