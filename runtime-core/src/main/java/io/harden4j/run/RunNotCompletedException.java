package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link RunResult#orThrow} for a run that has not completed. */
public final class RunNotCompletedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RunResult result;

  RunNotCompletedException(RunResult result) {
    super(message(result), cause(result));
    this.result = result;
  }

  private static String message(RunResult result) {
    String where = "run " + result.info().run() + " on thread '" + result.info().threadId() + "' ";
    String resume =
        "resume with runtime.resume(RunOptions.thread(\"" + result.info().threadId() + "\"))";
    if (result instanceof RunResult.Suspended s) {
      if (s.questions().isEmpty()) {
        return where + "waits for " + s.waits() + "; leave it to a worker, or signal or wait, then "
            + resume;
      }
      return where + "waits for " + s.questions().size() + " answer(s); answer "
          + s.questions().stream().map(q -> q.id().value()).toList()
          + " through runtime.inbox(), then " + resume;
    }
    if (result instanceof RunResult.Failed f) {
      return where + "failed in task " + f.task() + ": " + f.error() + "; mend the cause, then "
          + resume;
    }
    if (result instanceof RunResult.Cancelled c) {
      return where + "was cancelled: " + c.reason() + "; " + resume;
    }
    if (result instanceof RunResult.OutOfBudget b) {
      return where + "is out of budget: " + b.reason() + "; " + resume
          + ".budget(...) with a larger one";
    }
    return where + "completed";
  }

  private static @Nullable Throwable cause(RunResult result) {
    return result instanceof RunResult.Failed f ? f.error() : null;
  }

  /** Returns the result. */
  public RunResult result() {
    return result;
  }
}
