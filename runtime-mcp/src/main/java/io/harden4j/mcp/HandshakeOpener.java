package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens a session with the {@code initialize} handshake, as all revisions up to 2025-11-25 have it. */
final class HandshakeOpener implements SessionOpener {
  private final String server;
  private final Supplier<Transport> transports;
  private final McpLimits limits;
  private final Duration timeout;
  private final TrafficCounters counters;

  HandshakeOpener(
      String server,
      Supplier<Transport> transports,
      McpLimits limits,
      Duration timeout,
      TrafficCounters counters) {
    this.server = server;
    this.transports = transports;
    this.limits = limits;
    this.timeout = timeout;
    this.counters = counters;
  }

  @Override
  public McpSession open(Consumer<String> onClosed) {
    Deadline deadline = Deadline.after(timeout);
    Transport transport = transports.get();
    AtomicLong toolChanges = new AtomicLong();
    RpcPeer peer = new RpcPeer(server, transport, counters, toolChanges::incrementAndGet, onClosed);
    try {
      transport.start(peer);
      ServerInfo info = handshake(peer, transport, deadline);
      transport.onReady();
      return new McpSession(
          info, peer, transport, new ToolLister(server, peer, limits), toolChanges);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  private ServerInfo handshake(RpcPeer peer, Transport transport, Deadline deadline) {
    JsonNode result;
    try {
      result = peer.request("initialize", hello(), deadline);
    } catch (McpErrorResponseException e) {
      throw new McpUnavailableException(
          server,
          "refused the handshake with error " + e.code() + ": " + Texts.printable(e.serverMessage())
              + ". It may speak only revisions that this client does not: "
              + ProtocolVersions.KNOWN,
          Duration.ZERO,
          e);
    } catch (McpTimeoutException e) {
      throw new McpUnavailableException(
          server, silent(deadline) + transport.lastWords(), Duration.ZERO, e);
    }
    ServerInfo info = ServerInfo.of(result, limits.maxDescriptionChars());
    if (!ProtocolVersions.KNOWN.contains(info.protocolVersion())) {
      throw new McpProtocolException(
          server,
          Delivery.NOT_SENT,
          "chose protocol version '"
              + Texts.printable(Texts.shorten(info.protocolVersion(), 40))
              + "'; this client speaks " + ProtocolVersions.KNOWN
              + ". Use a release of the server that speaks one of them");
    }
    peer.notify("notifications/initialized", JsonRpc.object());
    return info;
  }

  private String silent(Deadline deadline) {
    String said = "did not answer the handshake within " + deadline.whole().toMillis() + " ms";
    long unreadable = counters.read().unreadable();
    return unreadable == 0
        ? said + ". If it only starts slowly, raise startTimeout."
        : said + " but wrote " + unreadable
            + " lines that are no MCP messages. Is it a stdio MCP server?";
  }

  /** The jar's manifest tells; classes in a folder have none. */
  private static String version() {
    String version = McpServers.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static ObjectNode hello() {
    ObjectNode params = JsonRpc.object().put("protocolVersion", ProtocolVersions.PREFERRED);
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "harden4j").put("version", version());
    return params;
  }
}
