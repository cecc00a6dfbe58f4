package io.harden4j.mcp.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and writes the server's side of JSON-RPC. */
final class Wire {
  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;
  static final int HEADER_MISMATCH = -32020;
  static final int UNSUPPORTED_VERSION = -32022;

  private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(100).build())
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private Wire() {}

  static JsonNode parse(byte[] bytes) throws IOException {
    return MAPPER.readTree(bytes);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of our own could not be written", e);
    }
  }

  static ObjectNode result(JsonNode id, ObjectNode result) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id);
    return message.set("result", result);
  }

  static ObjectNode error(JsonNode id, int code, String text) {
    return error(id, code, text, null);
  }

  static ObjectNode error(
      JsonNode id, int code, String text, @org.jspecify.annotations.Nullable JsonNode data) {
    ObjectNode message = object().put("jsonrpc", "2.0");
    message.set("id", id.isMissingNode() ? object().nullNode() : id);
    ObjectNode error = object().put("code", code).put("message", text);
    if (data != null) {
      error.set("data", data);
    }
    return message.set("error", error);
  }
}
