package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Looks for what no honest definition of a tool needs: references that would be fetched, and text that a model reads and a reviewer does not see. */
final class DefinitionScan {
  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
  private static final int FIRST_TAG = 0xE0000;
  private static final int LAST_TAG = 0xE007F;

  private DefinitionScan() {}

  /** Returns why an entry of a listing may not be used, or nothing. */
  static String problem(JsonNode entry) {
    if (refersOutside(entry.path("inputSchema")) || refersOutside(entry.path("outputSchema"))) {
      return "its schema refers to another document, which is never fetched; the server has to write the schema out";
    }
    return hides(entry)
        ? "its definition holds characters that a model reads and a reviewer does not see"
        : "";
  }

  private static boolean refersOutside(JsonNode schema) {
    for (var field : schema.properties()) {
      boolean outside = REFERENCES.contains(field.getKey())
          && field.getValue().isTextual()
          && !field.getValue().textValue().startsWith("#");
      if (outside || refersOutside(field.getValue())) {
        return true;
      }
    }
    for (JsonNode child : schema.isArray() ? schema : JsonRpc.object()) {
      if (refersOutside(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hides(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().codePoints().anyMatch(DefinitionScan::isHidden);
    }
    for (var field : node.properties()) {
      if (field.getKey().codePoints().anyMatch(DefinitionScan::isHidden)) {
        return true;
      }
    }
    for (JsonNode child : node) {
      if (hides(child)) {
        return true;
      }
    }
    return false;
  }

  /** Tags, marks that turn the direction, and spaces of no width; not the joiners that emoji and some scripts need. */
  private static boolean isHidden(int c) {
    return (c >= FIRST_TAG && c <= LAST_TAG)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200B
        || c == 0x2060
        || c == 0xFEFF;
  }
}
