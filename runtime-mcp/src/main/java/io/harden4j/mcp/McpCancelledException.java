package io.harden4j.mcp;

/** The caller gave up: its thread was interrupted (the flag is set again) or the connection is being closed. The server was told. */
public final class McpCancelledException extends McpException {
  private static final long serialVersionUID = 1L;

  McpCancelledException(String server, Delivery delivery, String message) {
    super(server, delivery, message);
  }
}
