package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.CanonicalArguments;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server describes it. Every part is the server's own claim; annotations such as {@code readOnlyHint} may raise caution, never lower it.
 *
 * @param name         its own name
 * @param description  text for the model; may be empty
 * @param inputSchema  JSON Schema of the arguments
 * @param outputSchema JSON Schema of the structured result, or null
 * @param pin          SHA-256 over the canonical JSON of name, title, description, both schemas and annotations
 */
record ToolDefinition(
    String name,
    String description,
    JsonNode inputSchema,
    @Nullable JsonNode outputSchema,
    String pin) {
  /**
   * Reads one entry of a listing.
   *
   * @throws io.harden4j.tool.InvalidArgumentsException if it has no canonical form within core's bounds
   */
  static ToolDefinition of(JsonNode entry) {
    JsonNode output = entry.path("outputSchema");
    return new ToolDefinition(
        entry.path("name").textValue(),
        entry.path("description").asText(""),
        entry.path("inputSchema"),
        output.isObject() ? output : null,
        pin(entry));
  }

  private static String pin(JsonNode entry) {
    ObjectNode pinned = JsonRpc.object();
    for (String part :
        new String[] {"name", "title", "description", "inputSchema", "outputSchema", "annotations"
        }) {
      if (entry.has(part)) {
        pinned.set(part, entry.get(part));
      }
    }
    return CanonicalArguments.of(pinned).hash();
  }
}
