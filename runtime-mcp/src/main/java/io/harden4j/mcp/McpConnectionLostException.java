package io.harden4j.mcp;

import org.jspecify.annotations.Nullable;

/** The connection ended while a request was open: the process died, closed its output, or broke the framing. The next call starts the server again. */
public final class McpConnectionLostException extends McpException {
  private static final long serialVersionUID = 1L;

  McpConnectionLostException(String server, Delivery delivery, String message) {
    super(server, delivery, message);
  }

  McpConnectionLostException(
      String server, Delivery delivery, String message, @Nullable Throwable cause) {
    super(server, delivery, message, cause);
  }
}
