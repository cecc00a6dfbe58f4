package io.harden4j.tool;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** Arguments that are not one clean JSON object within bounds. No decision was asked for and nothing was sent. */
public final class InvalidArgumentsException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidArgumentsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
