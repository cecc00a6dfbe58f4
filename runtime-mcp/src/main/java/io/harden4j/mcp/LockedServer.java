package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import java.util.Optional;

/**
 * Holds a server to what was approved of it; without a lock file everything passes.
 *
 * @param approved what was; empty if the lock knows nothing of the server
 */
record LockedServer(boolean isLocked, Optional<ToolLock.Server> approved) {
  static final LockedServer NONE = new LockedServer(false, Optional.empty());

  static LockedServer of(ToolLock lock, String server) {
    return new LockedServer(true, lock.server(server));
  }

  /** A server that is another one than was approved is not spoken to, whatever its tools look like. */
  void requireSame(String server, ServerInfo info) {
    if (!isLocked || approved.isEmpty()) {
      return;
    }
    boolean sameName = approved.get().software().equals(info.name());
    if (sameName && approved.get().instructions().equals(ServerSnapshot.instructions(info))) {
      return;
    }
    throw new McpProtocolException(
        server,
        Delivery.NOT_SENT,
        (sameName ? "has other instructions" : "is other software ('" + info.name() + "')")
            + " than the lock approves. Look at it with `harden4j mcp diff` and approve it if it is right");
  }

  /** Returns why a tool is blocked, or nothing. */
  String problem(ToolDefinition definition) {
    if (!isLocked) {
      return "";
    }
    String pin = approved.map(a -> a.tools().get(definition.name())).orElse(null);
    if (pin == null) {
      return "it is not in the lock; look at it with `harden4j mcp diff` and approve it with `harden4j mcp approve`";
    }
    return pin.equals(definition.pin())
        ? ""
        : "its definition is not the one in the lock; look at it with `harden4j mcp diff`";
  }
}
