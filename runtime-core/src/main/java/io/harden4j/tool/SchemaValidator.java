package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Checks arguments against a tool's pinned JSON Schema.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface SchemaValidator {
  /** Returns one line for each fault, naming the place, never the value; empty if the arguments fit. */
  List<String> validate(JsonNode schema, JsonNode arguments);
}
