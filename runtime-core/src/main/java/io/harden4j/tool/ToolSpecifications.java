package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;

/** What LangChain4j models are shown of a tool. */
public final class ToolSpecifications {
  private ToolSpecifications() {}

  /** Returns the specification under the tool's alias. */
  public static ToolSpecification of(GuardedTool tool) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", tool.alias()).put("description", tool.description());
    JsonNode schema = tool.schema();
    if (schema.path("properties").size() > 0) {
      json.set("parameters", schema);
    }
    return ToolSpecification.fromJson(json.toString());
  }
}
