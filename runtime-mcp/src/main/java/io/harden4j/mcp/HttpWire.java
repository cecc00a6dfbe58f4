package io.harden4j.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of Streamable HTTP and what goes along with each: the session that the server gave, up to 2025-11-25, and the revision that is spoken.
 * Thread-safe.
 */
final class HttpWire {
  private static final int LONGEST_SESSION = 1024;

  private final HttpRequests http;
  private volatile String session = "";
  private volatile String version = "";

  HttpWire(HttpRequests http) {
    this.http = http;
  }

  String session() {
    return session;
  }

  boolean hasSession() {
    return !session.isEmpty();
  }

  /** Sends a message. Returns nothing if it was withdrawn before its first byte left. */
  Optional<HttpResponse<InputStream>> post(OutgoingFrame frame)
      throws IOException, InterruptedException {
    return http.send(
        b -> headers(b, frame.headers())
            .setHeader("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(frame.bytes())),
        frame::claim);
  }

  /** Asks for events: those after an id, or any. */
  HttpResponse<InputStream> listen(String lastEventId) throws IOException, InterruptedException {
    return http.send(
            b -> {
              headers(b, spoken()).setHeader("Accept", "text/event-stream").GET();
              return lastEventId.isEmpty() ? b : b.setHeader("Last-Event-ID", lastEventId);
            },
            () -> true)
        .orElseThrow();
  }

  /** Tells the server that its session is over. */
  void delete() throws IOException, InterruptedException {
    Optional<HttpResponse<InputStream>> response =
        http.send(b -> headers(b, spoken()).DELETE(), () -> true);
    if (response.isPresent()) {
      response.get().body().close();
    }
  }

  /** Keeps the session that the answer to a handshake gives; an id that no header may hold is not one. */
  void began(HttpResponse<?> response) {
    response
        .headers()
        .firstValue("Mcp-Session-Id")
        .filter(
            id -> id.length() <= LONGEST_SESSION && id.chars().allMatch(c -> c > 0x20 && c < 0x7f))
        .ifPresent(id -> session = id);
  }

  private Map<String, String> spoken() {
    return version.isEmpty() ? Map.of() : Map.of("MCP-Protocol-Version", version);
  }

  private HttpRequest.Builder headers(HttpRequest.Builder builder, Map<String, String> headers) {
    builder.setHeader("Accept", "application/json, text/event-stream");
    headers.forEach(builder::setHeader);
    if (hasSession()) {
      builder.setHeader("Mcp-Session-Id", session);
    }
    String spoken = headers.get("MCP-Protocol-Version");
    if (spoken != null) {
      version = spoken;
    }
    return builder;
  }

  static boolean isEventStream(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
  }

  /** Returns what went wrong, for a message. */
  static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
