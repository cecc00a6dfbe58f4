package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.mcp.McpException.Delivery;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads all pages of a list, within limits: a list need not end, and a client must not follow it for ever. */
final class Pages {
  private final String server;
  private final String list;
  private final McpLimits limits;

  Pages(String server, String list, McpLimits limits) {
    this.server = server;
    this.list = list;
    this.limits = limits;
  }

  /**
   * Reads.
   *
   * @param pages gets the page of a cursor, the first of an empty one
   * @throws McpProtocolException if a limit is passed or a cursor comes twice
   */
  void read(Function<String, JsonNode> pages, Consumer<JsonNode> entries) {
    Set<String> cursors = new HashSet<>();
    String cursor = "";
    long bytes = 0;
    int count = 0;
    for (int page = 1; page == 1 || !cursor.isEmpty(); page++) {
      if (page > limits.maxListPages()) {
        throw broken("has more than " + limits.maxListPages() + " pages");
      }
      JsonNode result = pages.apply(cursor);
      bytes += result.toString().length();
      result.path(list).forEach(entries);
      count += result.path(list).size();
      check(count, bytes);
      cursor = result.path("nextCursor").asText("");
      if (!cursor.isEmpty() && !cursors.add(cursor)) {
        throw broken("repeats the cursor '" + Texts.printable(Texts.shorten(cursor, 60))
            + "', so it never ends");
      }
    }
  }

  private void check(int count, long bytes) {
    if (count > limits.maxTools()) {
      throw broken("has more than " + limits.maxTools() + " entries");
    }
    if (bytes > limits.maxListBytes()) {
      throw broken("is longer than " + limits.maxListBytes() + " characters");
    }
  }

  private McpProtocolException broken(String how) {
    return new McpProtocolException(
        server,
        Delivery.ANSWERED,
        "its list of " + list + " " + how + ". Fix the server, or raise the limit with McpLimits");
  }
}
