package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** The graph that made a checkpoint is not the one that is registered, and the declared policy does not bridge that. Nothing was changed. */
public final class GraphChangedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  GraphChangedException(String message) {
    super(message);
  }
}
