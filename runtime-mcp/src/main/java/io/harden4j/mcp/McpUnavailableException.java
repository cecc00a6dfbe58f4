package io.harden4j.mcp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server cannot be started, refused the handshake, or is waiting before its next restart. Nothing of the call was sent. */
public final class McpUnavailableException extends McpException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  McpUnavailableException(
      String server, String message, Duration retryAfter, @Nullable Throwable cause) {
    super(server, Delivery.NOT_SENT, message, cause);
    this.retryAfter = retryAfter;
  }

  McpUnavailableException(String server, String message) {
    this(server, message, Duration.ZERO, null);
  }

  /** Returns how long to wait before the next attempt can succeed; zero if it may be made at once. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
