package io.harden4j.mcp;

import io.harden4j.checkpoint.Digests;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says of itself and of its tools at one moment. All of it is the server's own claim.
 *
 * @param server       id the application uses
 * @param software     name of its software
 * @param version      version of its software; no part of what is pinned
 * @param protocol     revision that was agreed on
 * @param instructions SHA-256 of its instructions, or empty if it has none
 * @param tools        usable tools by their own name; in order
 * @param withheld     entries that are not usable, and why
 */
public record ServerSnapshot(
    String server,
    String software,
    String version,
    String protocol,
    String instructions,
    Map<String, Tool> tools,
    List<McpServerStatus.WithheldTool> withheld) {
  /** Copies the collections. */
  public ServerSnapshot {
    tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    withheld = List.copyOf(withheld);
  }

  /**
   * One tool.
   *
   * @param pin         hash of its definition
   * @param description its text for models; untrusted
   */
  public record Tool(String pin, String description) {}

  static ServerSnapshot of(String server, ServerInfo info, ToolListing listing) {
    Map<String, Tool> tools = new TreeMap<>();
    listing
        .tools()
        .forEach((name, tool) -> tools.put(name, new Tool(tool.pin(), tool.description())));
    return new ServerSnapshot(
        server,
        info.name(),
        info.version(),
        info.protocolVersion(),
        instructions(info),
        tools,
        listing.withheld());
  }

  static String instructions(ServerInfo info) {
    return info.instructions().isEmpty() ? "" : Digests.sha256(info.instructions());
  }
}
