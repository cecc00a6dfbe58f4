package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import java.util.List;

/** A thread cannot be edited while nobody knows whether one of its effects took place: the edit would make it happen again. Nothing was changed. */
public final class UnsettledOutcomeException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  UnsettledOutcomeException(String threadId, List<String> effects) {
    super("thread '" + threadId + "' has effects that may or may not have happened: " + effects
        + "; answer the question about each (resume the thread if none is open) with Settlement.didHappen(...) or"
        + " didNotHappen(), then edit it or replace its run");
  }
}
