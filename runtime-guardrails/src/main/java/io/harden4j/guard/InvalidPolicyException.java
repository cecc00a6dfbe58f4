package io.harden4j.guard;

import io.harden4j.AgentRuntimeException;

/** A policy that says something it cannot mean. The message lists every fault with the line to write instead. */
public final class InvalidPolicyException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPolicyException(String message) {
    super(message);
  }
}
