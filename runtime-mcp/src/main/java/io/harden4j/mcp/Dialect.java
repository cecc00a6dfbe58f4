package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an agreed revision adds to each message: nothing up to 2025-11-25 but a header; from 2026-07-28 on, version, client and capabilities in every request,
 * and method and name as headers too.
 *
 * @param version      agreed revision, or empty while there is none
 * @param stateless    whether requests carry all of it themselves
 * @param capabilities what this client declares
 * @param logLevel     least level of log text that is wanted, or empty for the server's default
 */
record Dialect(String version, boolean stateless, JsonNode capabilities, String logLevel) {
  private static final String PREFIX = "io.modelcontextprotocol/";

  /** Before anything is agreed. */
  static Dialect opening(JsonNode capabilities) {
    return new Dialect("", false, capabilities, "");
  }

  ObjectNode decorate(ObjectNode params) {
    if (stateless) {
      ObjectNode meta = params.withObjectProperty("_meta");
      meta.put(PREFIX + "protocolVersion", version);
      meta.set(PREFIX + "clientInfo", ClientInfo.json());
      meta.set(PREFIX + "clientCapabilities", capabilities.deepCopy());
      if (!logLevel.isEmpty()) {
        meta.put(PREFIX + "logLevel", logLevel);
      }
    }
    return params;
  }

  Map<String, String> headers(String method, ObjectNode params, Map<String, String> declared) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!version.isEmpty()) {
      headers.put("MCP-Protocol-Version", version);
    }
    if (stateless) {
      headers.put("Mcp-Method", HeaderValues.encode(method));
      String name = name(method, params);
      if (!name.isEmpty()) {
        headers.put("Mcp-Name", HeaderValues.encode(name));
      }
      headers.putAll(declared);
    }
    return headers;
  }

  private static String name(String method, ObjectNode params) {
    return switch (method) {
      case "tools/call", "prompts/get" -> params.path("name").asText("");
      case "resources/read" -> params.path("uri").asText("");
      default -> "";
    };
  }
}
