package io.harden4j.mcp;

import io.harden4j.mcp.McpServerStatus.WithheldTool;
import java.util.List;
import java.util.Map;

/**
 * The tools of a server as of one tools/list. Immutable.
 *
 * @param tools    usable definitions by name
 * @param withheld entries that are not usable, and why
 */
record ToolListing(Map<String, ToolDefinition> tools, List<WithheldTool> withheld) {
  static final ToolListing EMPTY = new ToolListing(Map.of(), List.of());

  ToolListing {
    tools = Map.copyOf(tools);
    withheld = List.copyOf(withheld);
  }
}
