package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the maker of a request hears while it is open. Called by reader threads: returns at once. */
interface CallListener {
  CallListener NONE = new CallListener() {};

  /** The server is at work. */
  default void progress(JsonNode params) {}

  /** The server asks something in the middle of the call (revisions up to 2025-11-25). Returns the answer, or empty to refuse. */
  default Optional<ObjectNode> asked(JsonNode params) {
    return Optional.empty();
  }
}
