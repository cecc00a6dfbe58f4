package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport, its peer and where their news go, from the start to the session that they become. */
final class Link implements AutoCloseable {
  private final ServerSettings settings;
  private final McpTransport transport;
  private final ServerEvents events;
  private final RpcPeer peer;
  private final Consumer<String> onClosed;
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private volatile @Nullable SessionTime time;
  private volatile boolean isSession;

  Link(
      ServerSettings settings,
      McpTransport transport,
      TrafficCounters counters,
      Consumer<String> onClosed) {
    this.settings = settings;
    this.transport = transport;
    this.events = new ServerEvents(settings);
    this.onClosed = onClosed;
    this.peer = new RpcPeer(settings.id(), transport, counters, events, this::closed);
  }

  /** While no session is made of it, whoever opens it learns of its end by an exception. */
  private void closed(String why) {
    ended.compareAndSet(null, why);
    if (isSession) {
      lost();
      onClosed.accept(why);
    }
  }

  private void lost() {
    SessionTime measured = time;
    if (measured != null) {
      measured.lost();
    }
  }

  void start() {
    transport.start(peer);
  }

  RpcPeer peer() {
    return peer;
  }

  McpTransport transport() {
    return transport;
  }

  ServerEvents events() {
    return events;
  }

  McpSession ready(ServerInfo info, Deadline deadline) {
    settings.locked().requireSame(settings.id(), info);
    peer.speak(new Dialect(
        info.protocolVersion(), info.stateless(), events.capabilities(), settings.logLevel()));
    boolean notices = info.hasNotices() || events.elicitation().isSupported();
    transport.onReady(
        info.stateless()
            ? McpTransport.Readiness.STATELESS
            : notices
                ? McpTransport.Readiness.SESSION_WITH_NOTICES
                : McpTransport.Readiness.SESSION);
    if (!info.stateless() && !settings.logLevel().isEmpty() && info.offers("logging")) {
      ObjectNode level = JsonRpc.object().put("level", settings.logLevel());
      peer.request("logging/setLevel", level, deadline);
    }
    if (!info.stateless()) { // the revision without a handshake has no sessions
      time = new SessionTime(settings.durations(), CallTrace.session(info, transport));
    }
    isSession = true;
    String why = ended.get();
    if (why != null) {
      lost();
      throw new McpConnectionLostException(
          settings.id(), Delivery.NOT_SENT, "ended right after its start: " + why);
    }
    return new McpSession(settings, info, this);
  }

  @Override
  public void close() {
    SessionTime measured = time;
    if (measured != null) {
      measured.closed(); // first: the transport tells of its end as if the server had gone
    }
    transport.close();
  }
}
