package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One agreed connection, from agreement to end. A session that ended is never used again. Thread-safe. */
final class McpSession implements AutoCloseable {
  /** How long a list is trusted that no revision gives a time: its server may have changed it and not said so. */
  private static final Duration UNTOLD = Duration.ofMinutes(5);

  private final ServerInfo info;
  private final RpcPeer peer;
  private final Link link;
  private final ToolLister lister;
  private final Subscription subscription;
  private final ReentrantLock listing = new ReentrantLock();
  private volatile Listed listed = new Listed(-1, 0, ToolListing.EMPTY);

  /** What was listed, after how many changes, and how long it may be trusted. */
  private record Listed(long change, long freshUntil, ToolListing tools) {}

  McpSession(ServerSettings settings, ServerInfo info, Link link) {
    this.info = info;
    this.peer = link.peer();
    this.link = link;
    boolean headers = link.transport().kind().equals("tcp") && info.stateless();
    this.lister = new ToolLister(settings.id(), peer, settings.limits(), headers);
    this.subscription = new Subscription(info, peer, link.events());
  }

  ServerInfo info() {
    return info;
  }

  boolean isOpen() {
    return peer.isOpen();
  }

  /** Returns how messages are carried, for traces. */
  McpTransport transport() {
    return link.transport();
  }

  /** Returns the tools, listed again if the server said that they changed or how long they stay is over. */
  ToolListing tools(Deadline deadline) {
    if (!info.hasTools()) {
      return ToolListing.EMPTY;
    }
    subscription.keepUp();
    Listed now = listed;
    return isFresh(now) ? now.tools() : relist(deadline);
  }

  private boolean isFresh(Listed now) {
    return now.change() == link.events().toolChanges() && System.nanoTime() - now.freshUntil() < 0;
  }

  private ToolListing relist(Deadline deadline) {
    lockListing(deadline);
    try {
      if (!isFresh(listed)) {
        long change =
            link.events().toolChanges(); // before the request: a change in the middle of it counts
        ToolLister.Result result = lister.list(deadline);
        ToolListing before = listed.tools();
        ToolListing tools = before.equals(result.tools()) ? before : result.tools();
        Duration fresh = info.stateless() ? result.fresh() : UNTOLD;
        listed = new Listed(change, System.nanoTime() + fresh.toNanos(), tools);
      }
      return listed.tools();
    } finally {
      listing.unlock();
    }
  }

  private void lockListing(Deadline deadline) {
    try {
      if (!listing.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new McpTimeoutException(
            peer.server(),
            Delivery.NOT_SENT,
            deadline.whole(),
            "its list of tools did not come in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new McpCancelledException(
          peer.server(), Delivery.NOT_SENT, "the caller was interrupted before its call was sent");
    }
  }

  /** Calls a tool if it still is what the call was decided on. */
  CallResult call(CallRequest request, Deadline deadline) {
    ToolDefinition tool = PinCheck.require(peer.server(), request, tools(deadline));
    Map<String, String> headers = info.stateless()
        ? ToolHeaders.of(tool.inputSchema(), JsonRpc.tree(request.arguments()))
        : Map.of();
    Reply reply = new Exchange(
            link.events(), request.tool(), request.rounds(), request.repeatable())
        .make(peer, RpcRequest.of(request), headers, deadline);
    return CallResult.of(tool, reply);
  }

  /** Makes another declared request. */
  Reply request(McpMethod method, ObjectNode params, Rounds rounds, Deadline deadline) {
    if (!info.offers(method.capability())) {
      throw new McpErrorResponseException(
          peer.server(),
          method.wire(),
          McpErrorResponseException.METHOD_NOT_FOUND,
          "the server does not offer " + method.capability(),
          JsonRpc.object());
    }
    return new Exchange(link.events(), method.wire(), rounds, true)
        .make(peer, RpcRequest.of(method.wire(), params), Map.of(), deadline);
  }

  /** Makes a request whose result has no end but pages. */
  JsonNode page(McpMethod method, ObjectNode params, Deadline deadline) {
    return request(method, params, Rounds.NONE, deadline).result();
  }

  /** Subscribes to changes of a resource, in the way of the agreed revision. */
  void subscribe(String uri, boolean wanted, Deadline deadline) {
    subscription.resource(uri, wanted, deadline);
  }

  /** Waits for the answer to a ping, where the revision has one; else for one to discovery. */
  Duration ping(Deadline deadline) {
    long start = System.nanoTime();
    peer.request(info.stateless() ? "server/discover" : "ping", JsonRpc.object(), deadline);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    peer.cancelAll("the connection is being closed");
    link.close();
  }
}
