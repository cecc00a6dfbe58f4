package io.harden4j.mcp;

/** Where a connection to a server stands. NEW, CONNECTING, READY and DOWN change into each other; CLOSED is final. */
public enum ConnectionState {
  /** Not used yet; the first use starts it. */
  NEW,
  /** Being started, handshake under way. */
  CONNECTING,
  /** Answers. */
  READY,
  /** Could not be started, or ended; the next use after the back-off starts it again. */
  DOWN,
  /** Closed by the application. */
  CLOSED
}
