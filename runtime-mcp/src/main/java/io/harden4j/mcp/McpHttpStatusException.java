package io.harden4j.mcp;

/** The server answered with an HTTP status instead of a message. */
public final class McpHttpStatusException extends McpException {
  private static final long serialVersionUID = 1L;

  private final int status;

  McpHttpStatusException(String server, Delivery delivery, int status, String message) {
    super(server, delivery, message);
    this.status = status;
  }

  /** Returns the status. */
  public int status() {
    return status;
  }

  /** Says whether the server refused the request, so that nothing was done. */
  boolean isRefusal() {
    return status >= 300 && status < 500 && status != 408;
  }
}
