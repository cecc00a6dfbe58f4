package io.harden4j.cli;

import io.harden4j.AgentRuntimeException;

/** The command line is wrong; nothing was done. */
final class UsageException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
