package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a server said of itself when a revision was agreed on. All of it is the server's own claim.
 *
 * @param protocolVersion agreed version
 * @param stateless       whether that is a revision without a handshake
 * @param name            name of the server's software
 * @param version         version of the server's software
 * @param instructions    text meant for the model; cut; empty if none. Untrusted
 * @param capabilities    what it offers
 */
record ServerInfo(
    String protocolVersion,
    boolean stateless,
    String name,
    String version,
    String instructions,
    JsonNode capabilities) {
  static final ServerInfo NONE = new ServerInfo("", false, "", "", "", JsonRpc.object());

  /** Reads the answer to {@code initialize}. */
  static ServerInfo ofHandshake(JsonNode result, int maxInstructions) {
    return of(
        result,
        result.path("serverInfo"),
        result.path("protocolVersion").asText(""),
        false,
        maxInstructions);
  }

  /** Reads the answer to {@code server/discover}. */
  static ServerInfo ofDiscovery(JsonNode result, String version, int maxInstructions) {
    JsonNode software = result.path("_meta").path("io.modelcontextprotocol/serverInfo");
    return of(
        result,
        software.isObject() ? software : result.path("serverInfo"),
        version,
        true,
        maxInstructions);
  }

  private static ServerInfo of(
      JsonNode result, JsonNode software, String protocol, boolean stateless, int most) {
    return new ServerInfo(
        protocol,
        stateless,
        Texts.printable(Texts.shorten(software.path("name").asText("").strip(), 200)),
        Texts.printable(Texts.shorten(software.path("version").asText("").strip(), 100)),
        Texts.shorten(result.path("instructions").asText(""), most),
        result.path("capabilities"));
  }

  /** Returns name and version. */
  String software() {
    return (name + " " + version).strip();
  }

  boolean hasTools() {
    return capabilities.path("tools").isObject();
  }

  boolean offers(String capability) {
    return capabilities.path(capability).isObject();
  }

  /** Says whether the server has notices to give that belong to no request. */
  boolean hasNotices() {
    return capabilities.path("resources").path("subscribe").asBoolean()
        || offers("logging")
        || List.of("tools", "resources", "prompts").stream()
            .anyMatch(c -> capabilities.path(c).path("listChanged").asBoolean());
  }
}
