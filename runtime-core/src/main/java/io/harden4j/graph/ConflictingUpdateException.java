package io.harden4j.graph;

import io.harden4j.AgentRuntimeException;

/** Two tasks of one step wrote one plain key, so the order would decide. */
public final class ConflictingUpdateException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public ConflictingUpdateException(String key, String first, String second) {
    super(
        "tasks '" + first + "' and '" + second + "' both wrote the plain key '" + key
            + "' in one step; make it a list, a counter or StateKey.reducing(...), or let one task write it");
  }
}
