package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What earlier rounds of a call brought.
 *
 * @param responses answers by the key under which the server asked; copied in order
 * @param state     the server's own state, to be sent back unchanged, or null
 */
record Rounds(Map<String, ObjectNode> responses, @Nullable String state) {
  static final Rounds NONE = new Rounds(Map.of(), null);

  Rounds {
    responses = new LinkedHashMap<>(responses);
  }

  /** Adds what a stateless server wants to see again. */
  void addTo(ObjectNode params) {
    if (!responses.isEmpty()) {
      ObjectNode all = params.putObject("inputResponses");
      responses.forEach((key, response) -> all.set(key, response.deepCopy()));
    }
    if (state != null) {
      params.put("requestState", state);
    }
  }

  /** Returns the answer to a question of a server with a handshake, or null if it is not known. */
  @Nullable
  ObjectNode answer(JsonNode params) {
    ObjectNode answer = responses.get(OpenRound.key(params));
    return answer == null ? null : answer.deepCopy();
  }
}
