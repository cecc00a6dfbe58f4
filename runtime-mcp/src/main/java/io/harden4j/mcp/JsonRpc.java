package io.harden4j.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and writes JSON-RPC 2.0 messages. Reading is strict: a duplicate key or trailing text makes a message unreadable. */
final class JsonRpc {
  private static final int MAX_DEPTH = 100;

  private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxStringLength(Integer.MAX_VALUE)
              .build())
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private JsonRpc() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the message. @throws IOException if it is not one whole JSON value */
  static JsonNode parse(byte[] bytes, int length) throws IOException {
    return MAPPER.readTree(bytes, 0, length);
  }

  static OutgoingFrame request(long id, String method, ObjectNode params) {
    return frame(
        object().put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params));
  }

  static OutgoingFrame notification(String method, ObjectNode params) {
    return frame(object().put("jsonrpc", "2.0").put("method", method).set("params", params));
  }

  /** Returns an answer to a request of the server, with the id it chose, whatever its type. */
  static OutgoingFrame result(JsonNode id, ObjectNode result) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id);
    return frame(message.set("result", result));
  }

  static OutgoingFrame error(JsonNode id, int code, String text) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id);
    return frame(message.set("error", object().put("code", code).put("message", text)));
  }

  private static OutgoingFrame frame(JsonNode message) {
    try {
      return new OutgoingFrame(MAPPER.writeValueAsBytes(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of our own could not be written", e);
    }
  }
}
