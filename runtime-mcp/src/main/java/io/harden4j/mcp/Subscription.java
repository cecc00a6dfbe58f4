package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants to hear of: up to 2025-11-25 lists are told of unasked and each resource is subscribed to; from 2026-07-28 on one long request asks for
 * all of it, and is made anew when it ends. Thread-safe.
 */
final class Subscription {
  private static final int MOST = 200;
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final ServerInfo info;
  private final RpcPeer peer;
  private final ServerEvents events;
  private final Set<String> resources = new TreeSet<>();
  private @Nullable PendingCall stream;
  private long asked;

  Subscription(ServerInfo info, RpcPeer peer, ServerEvents events) {
    this.info = info;
    this.peer = peer;
    this.events = events;
  }

  /** Sees to it that a stateless server is listened to. What it changed while nobody listened is not known, so everything is taken for changed. */
  synchronized void keepUp() {
    boolean needed = info.stateless() && (info.hasNotices() || !resources.isEmpty());
    PendingCall now = stream;
    if (!needed || (now != null && !now.isDone())) {
      return;
    }
    if (now != null) {
      events.toolsMayHaveChanged();
      if (System.nanoTime() - asked < AGAIN_NANOS) {
        return;
      }
    }
    listen();
  }

  private void listen() {
    asked = System.nanoTime();
    ObjectNode params = JsonRpc.object();
    ObjectNode filter = params.putObject("notifications");
    for (String list : new String[] {"tools", "prompts", "resources"}) {
      if (info.capabilities().path(list).path("listChanged").asBoolean()) {
        filter.put(list + "ListChanged", true);
      }
    }
    if (!resources.isEmpty()) {
      resources.forEach(filter.putArray("resourceSubscriptions")::add);
    }
    stream = peer.start(RpcRequest.of("subscriptions/listen", params));
  }

  /** @throws IllegalArgumentException if there are too many */
  void resource(String uri, boolean wanted, Deadline deadline) {
    synchronized (this) {
      if (wanted && resources.size() >= MOST) {
        throw new IllegalArgumentException(
            "at most " + MOST + " resources of one server are subscribed to; unsubscribe one");
      }
      boolean changed = wanted ? resources.add(uri) : resources.remove(uri);
      if (info.stateless()) {
        if (changed) {
          PendingCall old = stream;
          stream = null;
          if (old != null) {
            old.cancel("the subscriptions changed");
          }
          keepUp();
        }
        return;
      }
    }
    peer.request(
        wanted ? "resources/subscribe" : "resources/unsubscribe",
        JsonRpc.object().put("uri", uri),
        deadline);
  }
}
