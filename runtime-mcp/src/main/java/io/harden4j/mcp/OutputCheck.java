package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.SchemaValidator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a structured result against the output schema of its tool. Nothing is fetched; unlike arguments, results may have more properties than listed. */
final class OutputCheck {
  private static final SchemaValidator VALIDATOR = new BasicSchemaValidator();
  private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");

  private OutputCheck() {}

  /** Returns the faults, empty if the result is fine or the tool has no output schema. */
  static List<String> faults(ToolDefinition tool, @Nullable JsonNode structured) {
    JsonNode schema = tool.outputSchema();
    if (schema == null) {
      return List.of();
    }
    return structured == null
        ? List.of("there is no structured result")
        : VALIDATOR.validate(open(schema.deepCopy()), structured);
  }

  /** JSON Schema leaves objects open unless it says otherwise; core's validator, made for arguments, closes them. */
  private static JsonNode open(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      boolean describesObject =
          object.path("properties").isObject() || object.path("type").asText("").equals("object");
      if (describesObject && !object.has("additionalProperties")) {
        object.put("additionalProperties", true);
      }
      object.properties().forEach(entry -> {
        if (!VALUES.contains(entry.getKey())) {
          open(entry.getValue());
        }
      });
    } else {
      schema.forEach(OutputCheck::open);
    }
    return schema;
  }
}
