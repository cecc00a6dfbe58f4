package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.util.Map;

/**
 * Compares the arguments that a tool wants mirrored into headers ({@code x-mcp-header} in its schema) with the headers (MCP 2026-07-28, "Custom Headers from Tool
 * Parameters"): a proxy that decides by one must not be led past by a body that says something else.
 */
final class ParameterHeaders {
  private static final String KEYWORD = "x-mcp-header";
  private static final String PREFIX = "Mcp-Param-";

  private ParameterHeaders() {}

  /** Returns what differs, or nothing. */
  static String mismatch(Headers headers, JsonNode schema, JsonNode arguments) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode declared = property.getValue();
      JsonNode value = arguments.path(property.getKey());
      String differs = declared.path(KEYWORD).isTextual()
          ? differs(PREFIX + declared.path(KEYWORD).textValue(), value, headers)
          : mismatch(headers, declared, value);
      if (!differs.isEmpty()) {
        return differs;
      }
    }
    return "";
  }

  private static String differs(String name, JsonNode value, Headers headers) {
    String header = headers.getFirst(name);
    boolean given = value.isValueNode() && !value.isNull();
    if (header == null) {
      return given ? name + " is missing" : "";
    }
    return given && value.asText().equals(HeaderCheck.decoded(header))
        ? ""
        : name + " is not the request's own";
  }
}
