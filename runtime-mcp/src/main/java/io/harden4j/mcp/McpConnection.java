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
   * Calls a tool if its definition still has the pin of the request.
   *
   * @throws PinMismatchException if it has not; nothing was sent
   * @throws McpException         see the subtypes
   */
  CallResult call(CallRequest request, Deadline deadline);

  /** As {@link #call(CallRequest, Deadline)}, with one time for all of it. */
  default CallResult call(CallRequest request, Duration timeout) {
    return call(request, Deadline.after(timeout));
  }

  /** Makes another declared request, counted among the calls in flight. */
  <T> T with(Deadline deadline, Function<McpSession, T> use);

  /** Returns what the server said of itself in the last handshake. */
  ServerInfo info();

  /** Returns how it is doing. */
  McpServerStatus status();

  @Override
  void close();
}
