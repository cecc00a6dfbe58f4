package io.harden4j.mcp;

import java.util.OptionalLong;

/**
 * Carries whole messages to one server and back. Knows nothing of JSON-RPC beyond where a message ends.
 *
 * <p><b>Thread safety.</b> {@link #send} and {@link #close} may be called by any thread; the receiver is called by one thread at a time.
 */
interface Transport extends AutoCloseable {
  /**
   * Connects.
   *
   * @throws McpUnavailableException if that is not possible; says what to do
   */
  void start(Receiver receiver);

  /**
   * Queues a message and returns at once: a server that does not read must not hold a caller beyond its timeout. A message that cannot even be queued is
   * withdrawn.
   */
  void send(OutgoingFrame message);

  /** The handshake is done. */
  default void onReady() {}

  /** Returns what the server last said beside the protocol, as a sentence for an error message; empty if nothing. */
  default String lastWords() {
    return "";
  }

  /** Ends the connection and everything it started, within a bounded time. Calling it again does nothing. */
  @Override
  void close();

  /** What a transport tells its user. */
  interface Receiver {
    /** A whole message came. The array is reused after the call. */
    void onMessage(byte[] bytes, int length);

    /** A message over the limit was read past. {@code answerTo} is the request it answers, if that could be seen. */
    void onOversized(OptionalLong answerTo, long bytes);

    /** The connection is over. Called once. */
    void onClosed(String reason);
  }
}
