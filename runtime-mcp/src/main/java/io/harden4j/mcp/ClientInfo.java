package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What this client tells servers about itself. */
final class ClientInfo {
  private ClientInfo() {}

  static ObjectNode json() {
    return JsonRpc.object().put("name", "harden4j").put("version", version());
  }

  /** The jar's manifest tells; classes in a folder have none. */
  private static String version() {
    String version = McpServers.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
