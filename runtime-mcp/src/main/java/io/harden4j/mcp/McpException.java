package io.harden4j.mcp;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** Something went wrong between this process and an MCP server. Each subtype says what; {@link #delivery} says what became of the request. */
public class McpException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String server;
  private final Delivery delivery;

  McpException(String server, Delivery delivery, String message) {
    this(server, delivery, message, null);
  }

  McpException(String server, Delivery delivery, String message, @Nullable Throwable cause) {
    super("MCP server '" + server + "': " + message, cause);
    this.server = server;
    this.delivery = delivery;
  }

  /** Returns the server's id. */
  public final String server() {
    return server;
  }

  /** Returns what is known about the request. */
  public final Delivery delivery() {
    return delivery;
  }

  /** What became of a request that failed. */
  public enum Delivery {
    /** Not one byte of it reached the server: a repeat is safe. */
    NOT_SENT,
    /** It may have reached the server: whether it had a consequence is unknown. */
    UNKNOWN,
    /** The server answered it. */
    ANSWERED
  }
}
