package io.harden4j.mcp;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Puts connections together from their parts. */
final class Connections {
  private Connections() {}

  /** One connection to a process. */
  static ManagedConnection stdio(StdioServer server, Map<String, String> parentEnvironment) {
    return managed(
        server.settings(),
        () -> new StdioTransport(server, parentEnvironment),
        slots(server.settings()));
  }

  /** As {@link #stdio(StdioServer, Map)}, with a clock for the back-off. */
  static ManagedConnection stdio(
      StdioServer server, Map<String, String> parentEnvironment, LongSupplier nanoClock) {
    return managed(
        server.settings(),
        () -> new StdioTransport(server, parentEnvironment),
        slots(server.settings()),
        nanoClock);
  }

  /** One connection to an HTTP server, for whoever lists its tools. */
  static ManagedConnection http(HttpServer server) {
    HttpRequests requests =
        new HttpRequests(server, server.catalogue(), HttpRequests.newClient(server));
    return managed(
        server.settings(),
        () -> new StreamableHttpTransport(server, requests),
        slots(server.settings()));
  }

  /** All connections to a process, one for each tenant or principal. */
  static ScopedConnections scopedStdio(StdioServer server, Map<String, String> environment) {
    Semaphore slots = slots(server.settings());
    return new ScopedConnections(
        server.settings(),
        true,
        principal ->
            managed(server.settings(), () -> new StdioTransport(server, environment), slots));
  }

  /** All connections to an HTTP server. */
  static ScopedConnections scopedHttp(HttpServer server) {
    Semaphore slots = slots(server.settings());
    HttpClient client = HttpRequests.newClient(server);
    boolean anonymous = io.harden4j.mcp.auth.TokenProvider.NONE.equals(server.tokens());
    return new ScopedConnections(server.settings(), anonymous, principal -> {
      HttpRequests requests =
          new HttpRequests(server, principal.orElse(server.catalogue()), client);
      return managed(server.settings(), () -> new StreamableHttpTransport(server, requests), slots);
    });
  }

  /** All connections over a transport of the application's own. */
  static ScopedConnections scoped(ServerSettings settings, Supplier<McpTransport> transports) {
    Semaphore slots = slots(settings);
    return new ScopedConnections(settings, true, principal -> managed(settings, transports, slots));
  }

  private static Semaphore slots(ServerSettings settings) {
    return new Semaphore(settings.limits().maxConcurrentCalls(), true);
  }

  private static ManagedConnection managed(
      ServerSettings settings, Supplier<McpTransport> transports, Semaphore slots) {
    return managed(settings, transports, slots, System::nanoTime);
  }

  private static ManagedConnection managed(
      ServerSettings settings,
      Supplier<McpTransport> transports,
      Semaphore slots,
      LongSupplier nanoClock) {
    TrafficCounters counters = new TrafficCounters();
    SessionOpener opener = new EraOpener(settings, transports, counters);
    return new ManagedConnection(settings.id(), opener, slots, nanoClock, counters);
  }
}
