package io.harden4j.mcp.auth;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** A token could not be had: a document is missing or wrong, a server refused, or its answer cannot be trusted. Nothing was sent to the MCP server. */
public final class AuthorizationException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  AuthorizationException(String message) {
    super(message);
  }

  AuthorizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
