package io.harden4j.guard.url;

import io.harden4j.AgentRuntimeException;

/** An address that must not be fetched. The message names the rule, never the address. */
public final class UrlRefusedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  UrlRefusedException(String reason) {
    super("the address is refused: it " + reason);
  }
}
