package io.harden4j.mcp;

import java.time.Duration;
import java.util.function.Function;

/**
 * One server over all of its restarts, whatever the transport and the revision. Package-private on purpose: the only way to a tool is a permit.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
interface McpConnection extends AutoCloseable {
  /** Begins to start the server, if it may be started now, and does not wait. */
  void nudge();

  /** Returns the tools as they are now, starting the server if need be. */
  ToolListing tools(Duration timeout);

  /**
   * Makes a permitted request in a session, counted among the calls in flight. A session that the server had ended before it saw the request is replaced once.
   *
   * @throws McpException see the subtypes
   */
  <T> T with(Deadline deadline, Function<McpSession, T> use);

  /** Returns what the server said of itself in the last handshake. */
  ServerInfo info();

  /** Returns how it is doing. */
  McpServerStatus status();

  @Override
  void close();
}
