package io.harden4j.mcp;

import java.util.Map;

/** Puts connections together from their parts. */
final class Connections {
  private Connections() {}

  static ManagedConnection stdio(StdioServer server, Map<String, String> parentEnvironment) {
    TrafficCounters counters = new TrafficCounters();
    SessionOpener opener = new HandshakeOpener(
        server.id(),
        () -> new StdioTransport(server, parentEnvironment),
        server.limits(),
        server.startTimeout(),
        counters);
    return new ManagedConnection(
        server.id(), opener, server.limits().maxConcurrentCalls(), System::nanoTime, counters);
  }
}
