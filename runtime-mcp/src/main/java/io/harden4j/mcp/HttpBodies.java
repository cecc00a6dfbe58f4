package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads bodies of HTTP answers within bounds. */
final class HttpBodies {
  private HttpBodies() {}

  /** Returns the body, or one byte more than {@code most} of a longer one. */
  static byte[] read(InputStream body, int most) throws IOException {
    return body.readNBytes(most + 1);
  }

  /** Returns the JSON-RPC error that an answer with a failure status carries for this request, or null. One without an id counts: there is only one request. */
  static @Nullable McpException errorAnswer(String server, OutgoingFrame frame, byte[] body) {
    JsonNode message;
    try {
      message = JsonRpc.parse(body, body.length);
    } catch (IOException e) {
      return null;
    }
    JsonNode error = message.path("error");
    JsonNode id = message.path("id");
    boolean ours = id.isIntegralNumber() && id.longValue() == frame.id();
    boolean stateless = error.path("code").asInt() <= McpErrorResponseException.HEADER_MISMATCH
        && error.path("code").asInt() >= McpErrorResponseException.UNSUPPORTED_VERSION;
    if (!error.isObject() || !(ours || (stateless && (id.isNull() || id.isMissingNode())))) {
      return null;
    }
    return new McpErrorResponseException(
        server,
        frame.method(),
        error.path("code").asInt(),
        Texts.shorten(error.path("message").asText(""), 500),
        error.path("data"));
  }
}
