package io.harden4j.mcp;

import io.harden4j.tool.GuardedTool;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server and the tools it has been found to have. Thread-safe. */
final class McpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);
  private static final Duration LATER_PATIENCE = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final String id;
  private final ScopedConnections connections;
  private final McpConnection connection;
  private final Duration firstPatience;
  private final ToolIssuer issuer;
  private volatile IssuedTools issued = IssuedTools.NONE;
  private volatile boolean tried;
  private volatile long quietUntil;
  private volatile String failure = "";

  McpServer(ServerSettings settings, ScopedConnections connections) {
    this.id = settings.id();
    this.connections = connections;
    this.connection = connections.home();
    this.firstPatience = settings.startTimeout().plus(settings.timeout());
    this.issuer = new ToolIssuer(settings, connections);
  }

  /** Begins to start a server that was never used, so that several start side by side. */
  void warmUp() {
    if (!tried) {
      connection.nudge();
    }
  }

  /**
   * Returns the tools that may be shown to models.
   *
   * @throws McpException if the server cannot be reached or its list is unusable
   */
  List<GuardedTool> tools() {
    return list(firstPatience);
  }

  /**
   * Returns the tools that may be shown to models as far as known, for a caller that asks at every turn: waits for a server the first time only. A server that
   * is down for a moment keeps its tools, since a call starts it again and compares the pin.
   */
  List<GuardedTool> knownTools() {
    if (tried && !failure.isEmpty() && System.nanoTime() - quietUntil < 0) {
      return issued.tools();
    }
    try {
      return list(tried ? LATER_PATIENCE : firstPatience);
    } catch (McpException e) {
      return issued.tools();
    }
  }

  private List<GuardedTool> list(Duration patience) {
    try {
      ToolListing listing = connection.tools(patience);
      IssuedTools known = issued;
      if (!isSame(known.listing(), listing)) {
        known = issuer.issue(listing);
        issued = known;
      }
      failure = "";
      return known.tools();
    } catch (McpCancelledException e) {
      throw e; // says nothing about the server
    } catch (McpException e) {
      failed(Texts.withoutPrefix(e));
      throw e;
    } finally {
      tried = true;
    }
  }

  /** A session hands out one listing until it changes; comparing schemas at every turn would cost. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(ToolListing known, ToolListing now) {
    return known == now;
  }

  private void failed(String why) {
    if (failure.isEmpty()) {
      LOG.warn("MCP server '{}' has no usable list of tools: {}", id, why);
    }
    failure = why;
    quietUntil = System.nanoTime() + QUIET.toNanos();
  }

  /** Returns what the server is and has now, whether declared or not. */
  ServerSnapshot snapshot() {
    ToolListing listing = connection.tools(firstPatience);
    return ServerSnapshot.of(id, connection.info(), listing);
  }

  String instructions() {
    return connection.info().instructions();
  }

  McpServerStatus status() {
    McpServerStatus now = connections.status();
    String reason = now.reason().isEmpty() ? failure : now.reason();
    return new McpServerStatus(
        now.server(),
        now.state(),
        reason,
        now.protocolVersion(),
        now.softwareName(),
        now.starts(),
        issued.withheld(),
        now.traffic());
  }

  @Override
  public void close() {
    connections.close();
  }
}
