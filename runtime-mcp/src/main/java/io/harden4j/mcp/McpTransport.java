package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries whole messages to one server and back: the extension point for ways that this module does not have, such as WebSocket. Knows nothing of JSON-RPC
 * beyond where a message ends. A transport is handed to the module and never handed out again, so it opens no way round the gate.
 *
 * <p><b>Thread safety.</b> {@link #send}, {@link #cancel} and {@link #close} may be called by any thread. The receiver may be called by several.
 */
public interface McpTransport extends AutoCloseable {
  /**
   * Connects.
   *
   * @throws McpException if that is not possible; says what to do
   */
  void start(Receiver receiver);

  /**
   * Queues a message and returns at once: a server that does not read must not hold a caller beyond its timeout. A message that cannot even be queued is
   * withdrawn.
   */
  void send(OutgoingFrame message);

  /** The caller of this request waits no longer. The transport lets go of what it holds for it; the peer is told by a message where the protocol has one. */
  default void cancel(long requestId) {}

  /** The peer has answered this request, so it has read all that was sent up to it; default: of no interest. */
  default void onAnswered(OutgoingFrame request) {}

  /** Says whether {@link #cancel} tells a stateless server all it needs, so that no message is sent; default: no. */
  default boolean cancelsByItself() {
    return false;
  }

  /** Server and client agreed on a revision. */
  default void onReady(Readiness ready) {}

  /** What was agreed on. */
  enum Readiness {
    /** A revision without sessions (2026-07-28 and later). */
    STATELESS,
    /** A revision with a handshake. */
    SESSION,
    /** As {@link #SESSION}, and the server has notices to give that belong to no request. */
    SESSION_WITH_NOTICES
  }

  /** Returns what the server last said beside the protocol, as a sentence for an error message; empty if nothing. */
  default String lastWords() {
    return "";
  }

  /** Returns a short name for traces: {@code pipe}, {@code tcp}, or the transport's own. */
  default String kind() {
    return "other";
  }

  /** Returns where the server is, for traces; empty, the default, if it has no address. */
  default Optional<URI> address() {
    return Optional.empty();
  }

  /** Returns the session id for traces; empty if there is none. */
  default String sessionId() {
    return "";
  }

  /** Ends the connection and everything it started, within a bounded time. Calling it again does nothing. */
  @Override
  void close();

  /** What a transport tells its user. */
  interface Receiver {
    /** Stands for "not on the stream of one request". */
    long NOWHERE = -1;

    /**
     * A whole message came. The array is reused after the call.
     *
     * @param within the request on whose own stream it came, or {@link #NOWHERE}
     */
    void onMessage(byte[] bytes, int length, long within);

    /** A message over the limit was read past. {@code answerTo} is the request it answers, if that could be seen. */
    void onOversized(OptionalLong answerTo, long bytes);

    /**
     * One request will get no answer; the connection goes on.
     *
     * @param cause rethrown as it is where it is an {@link McpException}
     */
    void onFailed(long requestId, Delivery delivery, String why, @Nullable Throwable cause);

    /** The connection is over. Called once. */
    void onClosed(String reason);

    /** As {@link #onClosed}, found out by a request whose own failure is better known than that. */
    default void onClosedBy(long requestId, String reason, McpException cause) {
      onFailed(requestId, cause.delivery(), reason, cause);
      onClosed(reason);
    }
  }
}
