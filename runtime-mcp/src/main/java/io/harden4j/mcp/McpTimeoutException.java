package io.harden4j.mcp;

import java.time.Duration;

/** No answer came in time. If the request had been sent, the server was told to cancel it; a late answer is dropped. */
public final class McpTimeoutException extends McpException {
  private static final long serialVersionUID = 1L;

  private final Duration timeout;

  McpTimeoutException(String server, Delivery delivery, Duration timeout, String message) {
    super(server, delivery, message);
    this.timeout = timeout;
  }

  /** Returns how long was waited. */
  public Duration timeout() {
    return timeout;
  }
}
