package io.harden4j.mcp;

import io.harden4j.run.HealthCheck;

/** Says whether a server answers and has the tools that were declared. */
final class ServerHealth implements HealthCheck {
  private final String id;
  private final McpServer server;

  ServerHealth(String id, McpServer server) {
    this.id = id;
    this.server = server;
  }

  @Override
  public String name() {
    return "mcp:" + id;
  }

  @Override
  public Health check() {
    int tools = server.knownTools().size();
    McpServerStatus status = server.status();
    boolean healthy = status.state() == ConnectionState.READY && status.reason().isEmpty();
    return new Health(
        healthy,
        healthy
            ? status.softwareName() + ", " + tools + " tools issued"
            : status.state() + ": " + status.reason());
  }
}
