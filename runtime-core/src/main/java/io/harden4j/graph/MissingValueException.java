package io.harden4j.graph;

import io.harden4j.AgentRuntimeException;

/** A key without a default was read before anything was written to it. */
public final class MissingValueException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public MissingValueException(String key) {
    super(
        "state key '" + key
            + "' has no value yet; write it before this node, give the key a default with orElse(...), or read it with find(...)");
  }
}
