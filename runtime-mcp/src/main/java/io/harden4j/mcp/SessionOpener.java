package io.harden4j.mcp;

import java.util.function.Consumer;

/** Opens sessions to one server: a transport and the way a revision of the protocol begins. */
@FunctionalInterface
interface SessionOpener {
  /**
   * Connects and agrees on a protocol version.
   *
   * @param onClosed told once, with the reason, when the session ends after it was opened
   * @throws McpException if that fails; nothing is left running then
   */
  McpSession open(Consumer<String> onClosed);
}
