package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answered.
 *
 * @param content      pieces in order
 * @param structured   any JSON value, or null
 * @param isError      the tool ran and says that it failed; false if the server does not say
 * @param outputFaults where the structured value breaks the tool's output schema
 * @param open         what has to be answered before there is a result, or null
 * @param id           id of the request, for traces
 */
record CallResult(
    List<Content> content,
    @Nullable JsonNode structured,
    boolean isError,
    List<String> outputFaults,
    @Nullable OpenRound open,
    long id) {
  CallResult {
    content = List.copyOf(content);
    outputFaults = List.copyOf(outputFaults);
  }

  static CallResult of(ToolDefinition tool, Reply reply) {
    JsonNode result = reply.result();
    if (reply.open() != null) {
      return new CallResult(List.of(), null, false, List.of(), reply.open(), reply.id());
    }
    List<Content> content = new ArrayList<>();
    result.path("content").forEach(piece -> content.add(Content.of(piece)));
    boolean isError = result.path("isError").asBoolean(false);
    JsonNode structured = result.get("structuredContent");
    return new CallResult(
        content,
        structured,
        isError,
        isError ? List.of() : OutputCheck.faults(tool, structured),
        null,
        reply.id());
  }

  /** Returns all pieces as text; where there are none, the structured value. */
  String text() {
    if (content.size() == 1) {
      return content.get(0).asText();
    }
    return content.isEmpty() && structured != null
        ? structured.toString()
        : content.stream().map(Content::asText).collect(Collectors.joining("\n"));
  }
}
