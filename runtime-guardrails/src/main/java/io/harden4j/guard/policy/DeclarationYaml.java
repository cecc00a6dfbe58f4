package io.harden4j.guard.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.guard.DeclarationDraft;
import io.harden4j.tool.SinkRule;
import io.harden4j.tool.ToolDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Drafts the {@code tools} part of a policy from the list of tools that an MCP server announces. For a human to review; see {@link DeclarationDraft}. */
public final class DeclarationYaml {
  private DeclarationYaml() {}

  /**
   * Returns the draft as YAML.
   *
   * @param server name under which the application knows the server
   * @param tools  what {@code tools/list} answers: an object with {@code tools}, or the list itself
   */
  public static String draft(String server, JsonNode tools) {
    JsonNode list = tools.isArray() ? tools : tools.path("tools");
    StringBuilder out = new StringBuilder("""
        # A draft from names and descriptions that the server wrote. Review each line: what does a call change,
        # whom does it reach, who can write into its result?
        tools:
        """);
    List<String> names = new ArrayList<>();
    list.forEach(tool -> names.add(tool.path("name").asText()));
    String prefix = DeclarationDraft.prefix(names);
    list.forEach(tool -> one(server, tool, prefix, out));
    return out.toString();
  }

  private static void one(String server, JsonNode tool, String prefix, StringBuilder out) {
    String name = tool.path("name").asText();
    ToolDeclaration draft = DeclarationDraft.of(
        name, tool.path("description").asText(), tool.path("inputSchema"), prefix);
    out.append("  ").append(quoted(server + "." + name)).append(":\n");
    out.append("    sink: ").append(draft.sink()).append('\n');
    if (!draft.roles().isEmpty()) {
      out.append("    arguments:\n");
      new TreeMap<>(draft.roles())
          .forEach((argument, role) -> out.append("      ")
              .append(quoted(argument))
              .append(": ")
              .append(role)
              .append('\n'));
    }
    if (!draft.rises().isEmpty()) {
      out.append("    rises:\n");
      for (SinkRule rule : draft.rises()) {
        out.append("      - { argument: ")
            .append(quoted(rule.argument()))
            .append(", to: ")
            .append(rule.to())
            .append(" }\n");
      }
    }
  }

  /** Names come from a server: nothing in them can leave the quotes. */
  private static String quoted(String name) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(name).toString();
  }
}
