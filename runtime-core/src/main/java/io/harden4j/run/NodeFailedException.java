package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** A node broke a rule of nodes: returned null, or went where it may not go. */
public final class NodeFailedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  NodeFailedException(String message) {
    super(message);
  }
}
