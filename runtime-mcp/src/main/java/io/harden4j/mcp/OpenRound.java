package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.CanonicalArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A round that ended with questions. Plain data: it is stored in the journal and read by whoever goes on.
 *
 * @param requests  what the server asks, by key: an object of {@code {method, params}}
 * @param state     the server's own state, or null
 * @param stateless whether a further round carries the answers; else the call begins anew and the server asks again
 * @param answered  answers of earlier rounds, which a call that begins anew needs again
 * @param said      what a call said when it ended for the sake of the question, if it is made again only with the agreement of a human; else null
 */
record OpenRound(
    ObjectNode requests,
    @Nullable String state,
    boolean stateless,
    ObjectNode answered,
    @Nullable String said) {
  private static final int LONGEST = 256 << 10;
  private static final int LONGEST_SAID = 10_000;

  /** Returns the key of a question that came without one: the digest of its words. */
  static String key(JsonNode params) {
    ObjectNode words = params.isObject() ? params.deepCopy() : JsonRpc.object();
    words.remove("_meta");
    words.remove("elicitationId");
    return Digests.sha256(CanonicalArguments.of(words).json()).substring(0, 32);
  }

  /** Reads an {@code input_required} result. @throws IllegalArgumentException if it is too large to be kept, or empty */
  static OpenRound of(JsonNode result) {
    JsonNode state = result.path("requestState");
    JsonNode requests = result.path("inputRequests");
    if (result.toString().length() > LONGEST || (!state.isTextual() && !requests.isObject())) {
      throw new IllegalArgumentException(
          "its questions are empty or longer than " + LONGEST + " characters");
    }
    return new OpenRound(
        requests.isObject() ? (ObjectNode) requests : JsonRpc.object(),
        state.isTextual() ? state.textValue() : null,
        true,
        JsonRpc.object(),
        null);
  }

  /** Returns a round of a server with a handshake. */
  static OpenRound anew(Map<String, JsonNode> questions, Rounds before, @Nullable String said) {
    ObjectNode requests = JsonRpc.object();
    questions.forEach((key, params) -> {
      requests.putObject(key).put("method", "elicitation/create").set("params", params);
    });
    ObjectNode answered = JsonRpc.object();
    before.responses().forEach((key, response) -> answered.set(key, response.deepCopy()));
    return new OpenRound(
        requests, null, false, answered, said == null ? null : Texts.shorten(said, LONGEST_SAID));
  }

  String json() {
    ObjectNode all = JsonRpc.object();
    all.set("requests", requests);
    if (state != null) {
      all.put("state", state);
    }
    all.put("stateless", stateless);
    all.set("answered", answered);
    if (said != null) {
      all.put("said", said);
    }
    return all.toString();
  }

  /** Reads what {@link #json} wrote. */
  static @Nullable OpenRound parse(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      JsonNode all = JsonRpc.parse(bytes, bytes.length);
      if (!(all.path("requests") instanceof ObjectNode requests)
          || !(all.path("answered") instanceof ObjectNode answered)) {
        return null;
      }
      JsonNode state = all.path("state");
      return new OpenRound(
          requests,
          state.isTextual() ? state.textValue() : null,
          all.path("stateless").asBoolean(),
          answered,
          all.path("said").textValue());
    } catch (IOException e) {
      return null;
    }
  }
}
