package io.harden4j;

import org.jspecify.annotations.Nullable;

/**
 * Root of every exception this library throws on purpose. Each subtype stands for a decision the caller can take; its message
 * says what happened, with which values, and what to do next. Messages never hold secrets or whole prompts.
 */
public class AgentRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says what to do next. */
  public AgentRuntimeException(String message) {
    super(message);
  }

  /** Creates an exception whose message says what to do next, with the cause beneath it. */
  public AgentRuntimeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
