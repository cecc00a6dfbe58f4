package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.mcp.McpServerStatus.WithheldTool;
import io.harden4j.tool.InvalidArgumentsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells usable entries of a listing from those that nobody may be shown: nameless, doubled, look-alike, or too long. */
final class ToolSorter {
  private final int maxDescription;
  private final boolean headers;
  private final Map<String, ToolDefinition> usable = new HashMap<>();
  private final List<WithheldTool> withheld = new ArrayList<>();

  private ToolSorter(int maxDescription, boolean headers) {
    this.maxDescription = maxDescription;
    this.headers = headers;
  }

  /** @param headers whether wrongly declared headers make a tool unusable */
  static ToolListing sort(List<JsonNode> entries, int maxDescription, boolean headers) {
    ToolSorter sorter = new ToolSorter(maxDescription, headers);
    Map<String, List<JsonNode>> alike = new HashMap<>();
    entries.forEach(e -> alike
        .computeIfAbsent(ToolNames.skeleton(e.path("name").asText("")), k -> new ArrayList<>())
        .add(e));
    alike.values().forEach(sorter::judge);
    return new ToolListing(sorter.usable, sorter.withheld);
  }

  /** Of two that a reader cannot tell apart neither is taken: which one is meant is not ours to guess. */
  private void judge(List<JsonNode> sameLooks) {
    if (sameLooks.size() == 1) {
      judge(sameLooks.get(0));
      return;
    }
    sameLooks.forEach(e -> withhold(
        e,
        "the server lists " + sameLooks.size()
            + " tools with this name or one that looks like it"));
  }

  private void judge(JsonNode entry) {
    String problem = problem(entry);
    if (!problem.isEmpty()) {
      withhold(entry, problem);
      return;
    }
    try {
      ToolDefinition definition = ToolDefinition.of(entry);
      usable.put(definition.name(), definition);
    } catch (InvalidArgumentsException e) {
      withhold(entry, "its definition cannot be pinned: " + e.getMessage());
    }
  }

  private String problem(JsonNode entry) {
    if (!entry.path("name").isTextual()) {
      return "it has no name";
    }
    String badName = ToolNames.problem(entry.path("name").textValue());
    if (!badName.isEmpty()) {
      return badName;
    }
    if (McpMethod.isReserved(entry.path("name").textValue())) {
      return "its name is the one of a method of the protocol";
    }
    if (!entry.path("inputSchema").isObject()) {
      return "it has no inputSchema";
    }
    String badHeader = headers ? ToolHeaders.problem(entry.path("inputSchema")) : "";
    if (!badHeader.isEmpty()) {
      return badHeader;
    }
    String suspicious = DefinitionScan.problem(entry);
    if (!suspicious.isEmpty()) {
      return suspicious;
    }
    int length = entry.path("description").asText("").length();
    return length > maxDescription
        ? "its description has " + length + " characters, at most " + maxDescription
            + " are shown to a model"
        : "";
  }

  private void withhold(JsonNode entry, String reason) {
    withheld.add(new WithheldTool(
        Texts.printable(Texts.shorten(entry.path("name").asText(""), 128)), reason));
  }
}
