package io.harden4j.mcp;

import io.harden4j.identity.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server: a tenant never meets the state that another left in one. The connection that tools are listed on becomes the first caller's
 * own, where it carries nobody's credentials, so that one tenant needs one connection. Thread-safe.
 */
final class ScopedConnections implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final ServerSettings settings;
  private final boolean adopts;
  private final Function<Optional<Principal>, ManagedConnection> factory;
  private final ManagedConnection home;
  private final Map<String, ManagedConnection> byScope = new LinkedHashMap<>();
  private volatile @Nullable Used last;
  private boolean closed;

  /** The connection that was used last, and by which scope: mostly it is the next one's, too. */
  private record Used(String scope, ManagedConnection connection) {}

  /** @param adopts whether the first caller may have the connection that tools are listed on */
  ScopedConnections(
      ServerSettings settings,
      boolean adopts,
      Function<Optional<Principal>, ManagedConnection> factory) {
    this.settings = settings;
    this.adopts = adopts;
    this.factory = factory;
    this.home = factory.apply(Optional.empty());
  }

  /** Returns the connection that tools are listed on. */
  ManagedConnection home() {
    return home;
  }

  /** Returns the connection that a principal's calls are made on. */
  McpConnection of(Principal principal) {
    if (settings.scope() == ConnectionScope.SHARED && adopts) {
      return home;
    }
    String scope = scope(principal);
    Used used = last;
    if (used != null && used.scope().equals(scope)) {
      return used.connection();
    }
    List<ManagedConnection> old = new ArrayList<>();
    try {
      return find(scope, principal, old);
    } finally {
      old.forEach(c -> Daemon.start("mcp-" + settings.id() + "-idle", c::close));
    }
  }

  private synchronized McpConnection find(
      String scope, Principal principal, List<ManagedConnection> old) {
    ManagedConnection known = byScope.remove(scope);
    if (known == null) {
      makeRoom(old);
      boolean first = adopts && !byScope.containsValue(home);
      known = first || closed ? home : factory.apply(Optional.of(principal));
    }
    byScope.put(scope, known); // the last used is the last
    last = new Used(scope, known);
    return known;
  }

  private String scope(Principal principal) {
    return switch (settings.scope()) {
      case SHARED -> "";
      case TENANT -> principal.tenant().id();
      case PRINCIPAL -> principal.tenant().id() + "/" + principal.id();
    };
  }

  /** Ends connections that nobody used for a while, and if there are too many still, the idle one that was not used for longest. */
  private void makeRoom(List<ManagedConnection> old) {
    byScope.values().removeIf(c -> c != home && c.idle().compareTo(IDLE) > 0 && old.add(c));
    if (byScope.size() < settings.limits().maxConnections()) {
      return;
    }
    ManagedConnection idle = byScope.values().stream()
        .filter(c -> c != home && !c.idle().isZero())
        .max(Comparator.comparing(ManagedConnection::idle))
        .orElseThrow(
            () -> new McpUnavailableException(
                settings.id(),
                "has " + byScope.size()
                    + " connections in use, one for each " + settings.scope()
                    + ". Nothing was sent; raise McpLimits.withMaxConnections, or declare it SHARED if it keeps no state"));
    byScope.values().remove(idle);
    old.add(idle);
  }

  /** Returns how all of them are doing, told as one: the state of the one that tools are listed on. */
  synchronized McpServerStatus status() {
    McpServerStatus status = home.status();
    long starts = status.starts();
    for (ManagedConnection other : byScope.values()) {
      starts += other == home ? 0 : other.status().starts();
    }
    return new McpServerStatus(
        status.server(),
        status.state(),
        status.reason(),
        status.protocolVersion(),
        status.softwareName(),
        starts,
        status.withheld(),
        status.traffic());
  }

  @Override
  public void close() {
    List<ManagedConnection> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(byScope.values());
      byScope.clear();
    }
    all.remove(home);
    all.add(home);
    Daemons.runAll(
        "mcp-" + settings.id() + "-close",
        all.stream().<Runnable>map(c -> c::close).toList());
  }
}
