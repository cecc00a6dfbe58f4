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
import java.nio.charset.StandardCharsets;
import java.util.Map;

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

  /** Returns a map as JSON. */
  static ObjectNode valueOf(Map<String, ?> values) {
    return MAPPER.valueToTree(values);
  }

  /** Returns the message. @throws IOException if it is not one whole JSON value */
  static JsonNode parse(byte[] bytes, int length) throws IOException {
    return MAPPER.readTree(bytes, 0, length);
  }

  static OutgoingFrame request(
      long id, String method, ObjectNode params, Map<String, String> headers) {
    JsonNode message =
        object().put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    return new OutgoingFrame(bytes(message), id, method, headers);
  }

  /** @param params one JSON object */
  static OutgoingFrame request(long id, String method, String params, Map<String, String> headers) {
    String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method
        + "\",\"params\":" + params + "}";
    return new OutgoingFrame(message.getBytes(StandardCharsets.UTF_8), id, method, headers);
  }

  static OutgoingFrame notification(String method, ObjectNode params, Map<String, String> headers) {
    JsonNode message = object().put("jsonrpc", "2.0").put("method", method).set("params", params);
    return new OutgoingFrame(bytes(message), McpTransport.Receiver.NOWHERE, method, headers);
  }

  /** Returns JSON that was written before, such as permitted arguments. @throws IllegalStateException if it is none */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON of our own could not be read", e);
    }
  }

  /** Returns a value of our own as JSON. */
  static String text(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of our own could not be written", e);
    }
  }

  /** Returns a value as indented JSON. */
  static String pretty(JsonNode value) {
    return value.toPrettyString();
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
    return new OutgoingFrame(bytes(message));
  }

  private static byte[] bytes(JsonNode message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of our own could not be written", e);
    }
  }
}
