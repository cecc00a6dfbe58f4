package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** One agreed connection, from handshake to end. A session that ended is never used again. Thread-safe. */
final class McpSession implements AutoCloseable {
  private final ServerInfo info;
  private final RpcPeer peer;
  private final Transport transport;
  private final ToolLister lister;
  private final AtomicLong toolChanges;
  private final ReentrantLock listing = new ReentrantLock();
  private volatile Listed listed = new Listed(-1, ToolListing.EMPTY);

  /** What was listed, and after how many changes. */
  private record Listed(long change, ToolListing tools) {}

  McpSession(
      ServerInfo info,
      RpcPeer peer,
      Transport transport,
      ToolLister lister,
      AtomicLong toolChanges) {
    this.info = info;
    this.peer = peer;
    this.transport = transport;
    this.lister = lister;
    this.toolChanges = toolChanges;
  }

  ServerInfo info() {
    return info;
  }

  boolean isOpen() {
    return peer.isOpen();
  }

  /** Returns the tools, listed again if the server said that they changed. */
  ToolListing tools(Deadline deadline) {
    if (!info.hasTools()) {
      return ToolListing.EMPTY;
    }
    Listed now = listed;
    return now.change() == toolChanges.get() ? now.tools() : relist(deadline);
  }

  private ToolListing relist(Deadline deadline) {
    lockListing(deadline);
    try {
      long change = toolChanges.get(); // before the request: a change in the middle of it counts
      if (listed.change() != change) {
        listed = new Listed(change, lister.list(deadline));
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
    return CallResult.of(tool, peer.request("tools/call", request.params(), deadline));
  }

  @Override
  public void close() {
    peer.cancelAll("the connection is being closed");
    transport.close();
  }
}
