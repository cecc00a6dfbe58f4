package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import java.util.function.Function;

/**
 * A graph that other hosts may call. Each call is a run on a thread of its own, for the principal that the transport authenticated; what the caller sends is
 * that principal's input.
 *
 * @param name        name of the tool: 1 to 64 characters of {@code [A-Za-z0-9_-]}
 * @param description text for the caller's model
 * @param schema      JSON Schema of the arguments; they are checked against it, unknown ones refused
 * @param graph       the graph
 * @param input       makes the run's input of checked arguments
 * @param output      makes the tool's text of the final state
 */
public record GraphTool(
    String name,
    String description,
    JsonNode schema,
    StateGraph graph,
    Function<JsonNode, Update> input,
    Function<StateView, String> output) {
  /** Checks the name. */
  public GraphTool {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("tool name '" + name
          + "' must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -: many hosts refuse others");
    }
    if (!schema.path("type").asText().equals("object")) {
      throw new IllegalArgumentException(
          "the schema of tool '" + name + "' must be of type object");
    }
  }
}
