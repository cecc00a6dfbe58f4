package io.harden4j.identity;

import io.harden4j.AgentRuntimeException;

/** An id that cannot be stored, shown or compared safely: blank, too long, or with control characters in it. */
public final class InvalidIdException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidIdException(String message) {
    super(message);
  }
}
