package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a stateless request says in its headers with its body (MCP 2026-07-28, "Server Validation"): a proxy that decides by a header must not be led
 * past by a body that says something else.
 */
final class HeaderCheck {
  private HeaderCheck() {}

  /** Returns what differs, or nothing. */
  static String mismatch(Headers headers, JsonNode message) {
    String declared = Dispatcher.declared(message);
    String version = headers.getFirst("MCP-Protocol-Version");
    if (declared.isEmpty()) {
      boolean claims = version != null && version.compareTo(Dispatcher.STATELESS) >= 0;
      return claims ? "MCP-Protocol-Version is not the request's own" : "";
    }
    if (!declared.equals(version)) {
      return "MCP-Protocol-Version is missing or not the request's own";
    }
    String method = message.path("method").asText("");
    if (!method.equals(decoded(headers.getFirst("Mcp-Method")))) {
      return "Mcp-Method is missing or not the request's own";
    }
    String name =
        method.equals("tools/call") ? message.path("params").path("name").asText("") : "";
    return name.isEmpty() || name.equals(decoded(headers.getFirst("Mcp-Name")))
        ? ""
        : "Mcp-Name is missing or not the request's own";
  }

  /** Returns what a header value stands for; null if there is none or it is badly encoded. */
  static @Nullable String decoded(@Nullable String value) {
    if (value == null || !value.startsWith("=?base64?") || !value.endsWith("?=")) {
      return value;
    }
    String encoded = value.substring("=?base64?".length(), value.length() - "?=".length());
    try {
      return encoded.length() % 4 == 0 // Java takes text without its padding, too
          ? new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
