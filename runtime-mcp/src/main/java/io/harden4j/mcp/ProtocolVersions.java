package io.harden4j.mcp;

import java.util.List;

/** Revisions of the specification that this client speaks, newest first. */
final class ProtocolVersions {
  /** Those without a handshake. */
  static final List<String> STATELESS = List.of("2026-07-28");

  /** Those that open with {@code initialize}. */
  static final List<String> KNOWN = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  /** What a handshake asks for. */
  static final String PREFERRED = KNOWN.get(0);

  private ProtocolVersions() {}
}
