package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** A question was not answered in time. The node may handle it, for example by asking somebody else. */
public final class QuestionExpiredException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  QuestionExpiredException(String id, String text) {
    super("question " + id + " was not answered in time: " + text
        + ". Ask with a longer within(...), or handle this in the node");
  }
}
