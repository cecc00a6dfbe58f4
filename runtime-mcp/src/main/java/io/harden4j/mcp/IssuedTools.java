package io.harden4j.mcp;

import io.harden4j.mcp.McpServerStatus.WithheldTool;
import io.harden4j.tool.GuardedTool;
import java.util.List;

/**
 * What was made of one listing.
 *
 * @param listing  the listing
 * @param tools    what models may be shown, by name
 * @param withheld everything else, and why
 */
record IssuedTools(ToolListing listing, List<GuardedTool> tools, List<WithheldTool> withheld) {
  static final IssuedTools NONE = new IssuedTools(ToolListing.EMPTY, List.of(), List.of());

  IssuedTools {
    tools = List.copyOf(tools);
    withheld = List.copyOf(withheld);
  }
}
