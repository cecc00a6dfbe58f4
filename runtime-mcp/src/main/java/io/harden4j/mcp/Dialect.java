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

  Map<String, String> headers(RpcRequest request) {
    if (!stateless) {
      return version.isEmpty() ? Map.of() : Map.of("MCP-Protocol-Version", version);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", version);
    headers.put("Mcp-Method", HeaderValues.encode(request.method()));
    String name = request.name();
    if (!name.isEmpty()) {
      headers.put("Mcp-Name", HeaderValues.encode(name));
    }
    headers.putAll(request.headers());
    return headers;
  }
}
