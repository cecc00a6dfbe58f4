package io.harden4j.mcp;

import org.jspecify.annotations.Nullable;

/** The server broke the protocol or a limit: an unreadable or oversized answer, an unknown protocol version, a listing without an end. */
public final class McpProtocolException extends McpException {
  private static final long serialVersionUID = 1L;

  McpProtocolException(String server, Delivery delivery, String message) {
    this(server, delivery, message, null);
  }

  McpProtocolException(
      String server, Delivery delivery, String message, @Nullable Throwable cause) {
    super(server, delivery, message, cause);
  }
}
