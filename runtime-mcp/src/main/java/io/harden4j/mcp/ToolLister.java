package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the whole list of tools, within limits. */
final class ToolLister {
  private static final Duration LEAST_FRESH = Duration.ofSeconds(1);
  private static final Duration MOST_FRESH = Duration.ofHours(1);

  private final String server;
  private final RpcPeer peer;
  private final McpLimits limits;
  private final boolean headers;

  /** @param headers whether arguments are mirrored to headers, so that a tool which declares them wrongly is unusable */
  ToolLister(String server, RpcPeer peer, McpLimits limits, boolean headers) {
    this.server = server;
    this.peer = peer;
    this.limits = limits;
    this.headers = headers;
  }

  /**
   * What was read.
   *
   * @param tools the tools
   * @param fresh how long the server says they stay; at least a second, so that a server which says "not at all" is not asked before each call
   */
  record Result(ToolListing tools, Duration fresh) {}

  /** @throws McpProtocolException if a limit is passed or a cursor comes twice */
  Result list(Deadline deadline) {
    List<JsonNode> entries = new ArrayList<>();
    long[] ttl = {MOST_FRESH.toMillis()};
    Pages pages = new Pages(server, "tools", limits);
    pages.read(
        cursor -> {
          ObjectNode params = JsonRpc.object();
          if (!cursor.isEmpty()) {
            params.put("cursor", cursor);
          }
          JsonNode page = peer.request("tools/list", params, deadline);
          ttl[0] = Math.min(ttl[0], page.path("ttlMs").asLong(0));
          return page;
        },
        entries::add);
    Duration fresh = Duration.ofMillis(Math.max(ttl[0], LEAST_FRESH.toMillis()));
    return new Result(ToolSorter.sort(entries, limits.maxDescriptionChars(), headers), fresh);
  }
}
