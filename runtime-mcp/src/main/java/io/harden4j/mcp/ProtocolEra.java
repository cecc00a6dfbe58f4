package io.harden4j.mcp;

/** Which way to begin with a server. */
public enum ProtocolEra {
  /** Asks with {@code server/discover} and falls back to the handshake: right for any server. The default. */
  AUTO,
  /** Begins with the {@code initialize} handshake at once (revisions up to 2025-11-25): saves the question where the answer is known. */
  HANDSHAKE,
  /** Speaks 2026-07-28 or nothing. */
  STATELESS
}
