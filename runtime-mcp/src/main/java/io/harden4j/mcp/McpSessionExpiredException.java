package io.harden4j.mcp;

/** The server does not know the session any more and refused the request for that reason: nothing was done, and a new session may be opened at once. */
public final class McpSessionExpiredException extends McpException {
  private static final long serialVersionUID = 1L;

  McpSessionExpiredException(String server, int status) {
    super(
        server,
        Delivery.NOT_SENT,
        "has ended the session (HTTP " + status + "); the next call opens another");
  }
}
