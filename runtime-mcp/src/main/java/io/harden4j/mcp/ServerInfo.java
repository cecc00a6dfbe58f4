package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server said of itself in the handshake. All of it is the server's own claim.
 *
 * @param protocolVersion agreed version
 * @param software        name and version of the server's software
 * @param instructions    text meant for the model; cut; empty if none. Untrusted
 * @param hasTools        whether it offers tools at all
 */
record ServerInfo(String protocolVersion, String software, String instructions, boolean hasTools) {
  static ServerInfo of(JsonNode result, int maxInstructions) {
    JsonNode software = result.path("serverInfo");
    String name =
        software.path("name").asText("") + " " + software.path("version").asText("");
    return new ServerInfo(
        result.path("protocolVersion").asText(""),
        Texts.printable(Texts.shorten(name.strip(), 200)),
        Texts.shorten(result.path("instructions").asText(""), maxInstructions),
        result.path("capabilities").path("tools").isObject());
  }
}
