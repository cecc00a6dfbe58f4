package io.harden4j.cli;

import io.harden4j.AgentRuntimeException;

/** What was asked for is not in the store. */
final class NotFoundException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
