package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads all pages of tools/list, within limits: a listing need not end, and a client must not follow it for ever. */
final class ToolLister {
  private final String server;
  private final RpcPeer peer;
  private final McpLimits limits;

  ToolLister(String server, RpcPeer peer, McpLimits limits) {
    this.server = server;
    this.peer = peer;
    this.limits = limits;
  }

  /** @throws McpProtocolException if a limit is passed or a cursor comes twice */
  ToolListing list(Deadline deadline) {
    List<JsonNode> entries = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String cursor = "";
    long bytes = 0;
    for (int page = 1; page == 1 || !cursor.isEmpty(); page++) {
      if (page > limits.maxListPages()) {
        throw broken("has more than " + limits.maxListPages() + " pages");
      }
      JsonNode result = page(cursor, deadline);
      bytes += result.toString().length();
      result.path("tools").forEach(entries::add);
      check(entries.size(), bytes);
      cursor = result.path("nextCursor").asText("");
      if (!cursor.isEmpty() && !cursors.add(cursor)) {
        throw broken("repeats the cursor '" + Texts.printable(Texts.shorten(cursor, 60))
            + "', so it never ends");
      }
    }
    return ToolSorter.sort(entries, limits.maxDescriptionChars());
  }

  private JsonNode page(String cursor, Deadline deadline) {
    ObjectNode params = JsonRpc.object();
    if (!cursor.isEmpty()) {
      params.put("cursor", cursor);
    }
    return peer.request("tools/list", params, deadline);
  }

  private void check(int tools, long bytes) {
    if (tools > limits.maxTools()) {
      throw broken("has more than " + limits.maxTools() + " tools");
    }
    if (bytes > limits.maxListBytes()) {
      throw broken("is longer than " + limits.maxListBytes() + " characters");
    }
  }

  private McpProtocolException broken(String how) {
    return new McpProtocolException(
        server,
        Delivery.ANSWERED,
        "its list of tools " + how + ". Fix the server, or raise the limit with McpLimits");
  }
}
