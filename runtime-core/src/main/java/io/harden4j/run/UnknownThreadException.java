package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** There is no such thread, branch or checkpoint in the caller's tenant. A thread of another tenant looks exactly the same. */
public final class UnknownThreadException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownThreadException(String message) {
    super(message);
  }
}
