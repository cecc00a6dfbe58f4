package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/** The authorization scenarios of the suite. */
final class ConformanceAuth {
  ConformanceAuth(String scenario, JsonNode context) {}

  void configure(HttpServerBuilder builder) {}

  void use(ManagedConnection connection) {
    ConformanceClient.callEach(connection, "{}");
  }

  boolean mayFail() {
    return false;
  }
}
