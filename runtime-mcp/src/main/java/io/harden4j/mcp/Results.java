package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolResult.Status;
import java.util.ArrayList;
import java.util.List;

/** Makes what servers answer into results that nodes and models can read. */
final class Results {
  private Results() {}

  static ToolResult of(ServerSettings settings, CallResult result) {
    if (result.open() != null) {
      return open(settings, result.open());
    }
    if (!result.outputFaults().isEmpty()) {
      return new ToolResult(
          Status.TOOL_ERROR,
          "INVALID_OUTPUT",
          "The tool ran, but its result does not fit its own schema and is withheld: "
              + String.join("; ", result.outputFaults()),
          null);
    }
    if (result.isError()) {
      return ToolResult.error(result.text());
    }
    return ToolResult.ok(
        result.text(), result.structured() == null ? null : result.structured().toString());
  }

  static ToolResult of(ServerSettings settings, McpMethod method, Reply reply) {
    if (reply.open() != null) {
      return open(settings, reply.open());
    }
    JsonNode result = reply.result();
    return switch (method) {
      case RESOURCES_READ -> ToolResult.ok(contents(result.path("contents")), result.toString());
      case PROMPTS_GET -> ToolResult.ok(messages(result.path("messages")), result.toString());
      default -> data(result.path("completion"));
    };
  }

  static ToolResult data(JsonNode value) {
    return ToolResult.ok(value.toString(), value.toString());
  }

  private static String contents(JsonNode contents) {
    List<String> parts = new ArrayList<>();
    contents.forEach(c -> parts.add(
        Content.of(JsonRpc.object().put("type", "resource").set("resource", c)).asText()));
    return String.join("\n", parts);
  }

  private static String messages(JsonNode messages) {
    List<String> parts = new ArrayList<>();
    messages.forEach(m -> parts.add(Texts.printable(Texts.shorten(m.path("role").asText(""), 20))
        + ": " + Content.of(m.path("content")).asText()));
    return String.join("\n", parts);
  }

  /** The text is what a model reads where nobody can be asked. */
  private static ToolResult open(ServerSettings settings, OpenRound open) {
    String refusal = RoundAnswers.refusal(settings, open);
    return refusal.isEmpty()
        ? new ToolResult(
            Status.TOOL_ERROR,
            NextRound.INPUT_REQUIRED,
            "The tool asks the user something before it goes on, and nobody was asked.",
            open.json())
        : new ToolResult(Status.TOOL_ERROR, "INPUT_REFUSED", refusal, null);
  }
}
