package io.harden4j.mcp;

import java.util.List;

/**
 * Revisions of the specification that this client speaks, newest first. All of them open with {@code initialize}; the revision without a handshake
 * (2026-07-28) is another {@link SessionOpener}.
 */
final class ProtocolVersions {
  static final List<String> KNOWN = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  /** What is asked for. */
  static final String PREFERRED = KNOWN.get(0);

  private ProtocolVersions() {}
}
