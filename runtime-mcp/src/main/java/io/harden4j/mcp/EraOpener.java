package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens sessions in the revision that the server speaks: asks with {@code server/discover} first and falls back to the {@code initialize} handshake, as
 * MCP 2026-07-28 has it ("Backward Compatibility"). What was found out is remembered for the next start.
 */
final class EraOpener implements SessionOpener {
  private static final Duration PROBE = Duration.ofSeconds(3);

  private final ServerSettings settings;
  private final Supplier<McpTransport> transports;
  private final TrafficCounters counters;
  private volatile ProtocolEra known;

  EraOpener(ServerSettings settings, Supplier<McpTransport> transports, TrafficCounters counters) {
    this.settings = settings;
    this.transports = transports;
    this.counters = counters;
    this.known = settings.era();
  }

  @Override
  public McpSession open(Consumer<String> onClosed) {
    Deadline deadline = Deadline.after(settings.startTimeout());
    ProtocolEra era = known;
    try {
      return open(era, onClosed, deadline);
    } catch (DiedWhenAskedException e) {
      return open(ProtocolEra.HANDSHAKE, onClosed, deadline); // it cannot bear to be asked
    } catch (McpException e) {
      known = settings.era();
      throw e;
    }
  }

  private McpSession open(ProtocolEra era, Consumer<String> onClosed, Deadline deadline) {
    Link link = new Link(settings, transports.get(), counters, onClosed);
    try {
      link.start();
      ServerInfo info = agree(link, era, deadline);
      known = info.stateless() ? ProtocolEra.STATELESS : ProtocolEra.HANDSHAKE;
      return link.ready(info, deadline);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private ServerInfo agree(Link link, ProtocolEra era, Deadline deadline) {
    if (era == ProtocolEra.HANDSHAKE) {
      return handshake(link, deadline);
    }
    Duration patience = era == ProtocolEra.STATELESS
        ? settings.startTimeout()
        : min(PROBE, settings.startTimeout().dividedBy(2));
    PendingCall probe = probe(link, ProtocolVersions.STATELESS.get(0));
    Optional<ServerInfo> found = discovered(link, probe, Deadline.after(patience), era);
    if (found.isPresent()) {
      return found.get();
    }
    try {
      return handshake(link, deadline);
    } catch (McpUnavailableException e) {
      if (probe.isDone()) { // it was only slow
        Optional<ServerInfo> late = discovered(link, probe, deadline, ProtocolEra.AUTO);
        if (late.isPresent()) {
          return late.get();
        }
      }
      throw e;
    }
  }

  private PendingCall probe(Link link, String version) {
    link.peer().speak(dialect(version, true));
    return link.peer().start(RpcRequest.of("server/discover", JsonRpc.object()));
  }

  /** Returns what a stateless server says, or nothing if the answer is one that only a server with a handshake gives. */
  private Optional<ServerInfo> discovered(
      Link link, PendingCall probe, Deadline patience, ProtocolEra era) {
    try {
      return read(probe.await(patience), era);
    } catch (McpErrorResponseException e) {
      return e.isStateless() ? again(link, e, patience, era) : legacy(era, e);
    } catch (McpConnectionLostException e) {
      if (era == ProtocolEra.AUTO && !link.peer().isOpen() && e.delivery() == Delivery.UNKNOWN) {
        throw new DiedWhenAskedException(settings.id(), e);
      }
      throw e;
    } catch (McpTimeoutException | McpHttpStatusException | McpProtocolException e) {
      if (e instanceof McpHttpStatusException http
          && (http.status() == 401 || http.status() == 403 || http.status() / 100 == 3)) {
        throw e;
      }
      return legacy(era, e);
    }
  }

  private Optional<ServerInfo> read(JsonNode result, ProtocolEra era) {
    List<String> spoken = new ArrayList<>();
    result.path("supportedVersions").forEach(v -> spoken.add(v.asText("")));
    Optional<String> common =
        ProtocolVersions.STATELESS.stream().filter(spoken::contains).findFirst();
    if (common.isPresent()) {
      return Optional.of(
          ServerInfo.ofDiscovery(result, common.get(), settings.limits().maxDescriptionChars()));
    }
    if (spoken.stream().anyMatch(ProtocolVersions.KNOWN::contains) || spoken.isEmpty()) {
      return legacy(era, null);
    }
    throw unknown(spoken.toString());
  }

  /** The server named the versions it does speak. */
  private Optional<ServerInfo> again(
      Link link, McpErrorResponseException refusal, Deadline patience, ProtocolEra era) {
    List<String> spoken = new ArrayList<>();
    refusal.data().path("supported").forEach(v -> spoken.add(v.asText("")));
    Optional<String> common =
        ProtocolVersions.STATELESS.stream().filter(spoken::contains).findFirst();
    if (common.isPresent()) {
      return read(probe(link, common.get()).await(patience), era);
    }
    if (spoken.stream().anyMatch(ProtocolVersions.KNOWN::contains)) {
      return legacy(era, refusal);
    }
    throw unknown(spoken.toString());
  }

  private Optional<ServerInfo> legacy(
      ProtocolEra era, @org.jspecify.annotations.Nullable McpException why) {
    if (era == ProtocolEra.STATELESS) {
      throw new McpUnavailableException(
          settings.id(),
          "does not speak " + ProtocolVersions.STATELESS
              + (why == null ? "" : ": " + Texts.withoutPrefix(why))
              + ". Use era(ProtocolEra.AUTO)",
          Duration.ZERO,
          why);
    }
    return Optional.empty();
  }

  private McpProtocolException unknown(String versions) {
    return new McpProtocolException(
        settings.id(),
        Delivery.NOT_SENT,
        "speaks protocol version '" + Texts.printable(Texts.shorten(versions, 100))
            + "' only; this client speaks " + ProtocolVersions.STATELESS + " and "
            + ProtocolVersions.KNOWN
            + ". Use a release of the server that speaks one of them");
  }

  private ServerInfo handshake(Link link, Deadline deadline) {
    RpcPeer peer = link.peer();
    peer.speak(Dialect.opening(link.events().capabilities()));
    JsonNode result;
    try {
      result = peer.request("initialize", hello(link), deadline);
    } catch (McpErrorResponseException e) {
      throw new McpUnavailableException(
          settings.id(),
          "refused the handshake with error " + e.code() + ": " + Texts.printable(e.serverMessage())
              + ". It may speak only revisions that this client does not: "
              + ProtocolVersions.KNOWN,
          Duration.ZERO,
          e);
    } catch (McpTimeoutException e) {
      throw new McpUnavailableException(
          settings.id(), silent() + link.transport().lastWords(), Duration.ZERO, e);
    }
    ServerInfo info = ServerInfo.ofHandshake(result, settings.limits().maxDescriptionChars());
    if (!ProtocolVersions.KNOWN.contains(info.protocolVersion())) {
      throw unknown(info.protocolVersion());
    }
    peer.speak(dialect(info.protocolVersion(), false));
    peer.notify("notifications/initialized", JsonRpc.object());
    return info;
  }

  private Dialect dialect(String version, boolean stateless) {
    return new Dialect(
        version, stateless, new ServerEvents(settings).capabilities(), settings.logLevel());
  }

  private String silent() {
    String said =
        "did not answer the handshake within " + settings.startTimeout().toMillis() + " ms";
    long unreadable = counters.read().unreadable();
    return unreadable == 0
        ? said + ". If it only starts slowly, raise startTimeout."
        : said + " but wrote " + unreadable
            + " lines that are no MCP messages. Is it a stdio MCP server?";
  }

  private static ObjectNode hello(Link link) {
    ObjectNode params = JsonRpc.object().put("protocolVersion", ProtocolVersions.PREFERRED);
    params.set("capabilities", link.events().capabilities());
    params.set("clientInfo", ClientInfo.json());
    return params;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The process ended at the question: some old servers take any first message but the handshake for a reason to exit. */
  private static final class DiedWhenAskedException extends McpException {
    private static final long serialVersionUID = 1L;

    DiedWhenAskedException(String server, McpException cause) {
      super(server, Delivery.NOT_SENT, Texts.withoutPrefix(cause), cause);
    }
  }
}
