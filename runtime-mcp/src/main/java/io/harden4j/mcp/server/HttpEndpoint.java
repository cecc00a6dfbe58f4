package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.harden4j.identity.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An MCP server's one address, {@code /mcp}: POST and JSON, no sessions. A request whose Host or Origin is not of this address is refused, so that a page in a
 * browser cannot lead here by a name of its own (DNS rebinding). Close it to stop listening.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int LONGEST_BODY = 8 << 20;
  private static final int MOST_AT_ONCE = 64;

  private final Dispatcher dispatcher;
  private final Authenticator authenticator;
  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoint(Dispatcher dispatcher, HttpServer server, Authenticator authenticator) {
    this.dispatcher = dispatcher;
    this.server = server;
    this.authenticator = authenticator;
    this.threads = Executors.newFixedThreadPool(MOST_AT_ONCE, task -> {
      Thread thread = new Thread(task, "mcp-server-http");
      thread.setDaemon(true);
      return thread;
    });
  }

  static HttpEndpoint open(
      Dispatcher dispatcher, InetSocketAddress address, Authenticator authenticator) {
    try {
      HttpServer server = HttpServer.create(address, 50);
      HttpEndpoint endpoint = new HttpEndpoint(dispatcher, server, authenticator);
      server.setExecutor(endpoint.threads);
      server.createContext("/mcp", endpoint::handle);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /** Returns the address to give to clients. */
  public URI url() {
    InetSocketAddress bound = server.getAddress();
    String host = bound.getAddress().isLoopbackAddress() ? "localhost" : bound.getHostString();
    return URI.create("http://" + host + ":" + bound.getPort() + "/mcp");
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      if (!isOfThisAddress(exchange)) {
        reply(exchange, 403, null);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        reply(exchange, 405, null);
      } else {
        Optional<Principal> caller = authenticator.principal(bearer(exchange));
        if (caller.isEmpty()) {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
          reply(exchange, 401, null);
        } else {
          post(exchange, caller.get());
        }
      }
    } catch (IOException e) {
      return; // the client went away
    }
  }

  /** Behind a proxy the names differ; then the proxy has to check. Here only this machine's own names count where it listens on loopback. */
  private boolean isOfThisAddress(HttpExchange exchange) {
    if (!server.getAddress().getAddress().isLoopbackAddress()) {
      return true;
    }
    String host = exchange.getRequestHeaders().getFirst("Host");
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    boolean hostFits = host != null && isLoopbackName("http://" + host);
    return hostFits && (origin == null || isLoopbackName(origin));
  }

  private static boolean isLoopbackName(String url) {
    try {
      String host = URI.create(url).getHost();
      return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> bearer(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(header.substring(7).strip())
        : Optional.empty();
  }

  private void post(HttpExchange exchange, Principal caller) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      reply(exchange, 413, null);
      return;
    }
    JsonNode message;
    try {
      message = Wire.parse(body);
    } catch (IOException e) {
      reply(
          exchange, 400, Wire.error(Wire.object().path("id"), Wire.PARSE_ERROR, "not valid JSON"));
      return;
    }
    String claimed = exchange.getRequestHeaders().getFirst("MCP-Protocol-Version");
    if (Dispatcher.STATELESS.equals(claimed) && Dispatcher.declared(message).isEmpty()) {
      reply(
          exchange,
          400,
          Wire.error(
              message.path("id"),
              Wire.INVALID_PARAMS,
              "the request's _meta lacks its protocol version"));
      return;
    }
    String mismatch = mismatch(exchange.getRequestHeaders(), message);
    if (!mismatch.isEmpty()) {
      reply(exchange, 400, Wire.error(message.path("id"), Wire.HEADER_MISMATCH, mismatch));
      return;
    }
    Optional<ObjectNode> answer = dispatcher.handle(message, caller);
    if (answer.isPresent()) {
      reply(exchange, status(message, answer.get()), answer.get());
    } else {
      reply(exchange, 202, null);
    }
  }

  private String mismatch(Headers headers, JsonNode message) {
    String mismatch = HeaderCheck.mismatch(headers, message);
    return mismatch.isEmpty() && !Dispatcher.declared(message).isEmpty()
        ? ParameterHeaders.mismatch(
            headers, dispatcher.calledSchema(message), message.path("params").path("arguments"))
        : mismatch;
  }

  /** A stateless revision ties some errors to a status; before it, errors came with 200. */
  private static int status(JsonNode message, ObjectNode answer) {
    boolean stateless = !Dispatcher.declared(message).isEmpty();
    return switch (answer.path("error").path("code").asInt()) {
      case Wire.UNSUPPORTED_VERSION, Wire.INVALID_REQUEST -> 400;
      case Wire.METHOD_NOT_FOUND -> stateless ? 404 : 200;
      case Wire.INVALID_PARAMS -> stateless && isMalformed(message) ? 400 : 200;
      default -> 200;
    };
  }

  private static boolean isMalformed(JsonNode message) {
    return !message
        .path("params")
        .path("_meta")
        .path("io.modelcontextprotocol/clientCapabilities")
        .isObject();
  }

  private static void reply(
      HttpExchange exchange, int status, @org.jspecify.annotations.Nullable ObjectNode message)
      throws IOException {
    if (message == null) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] bytes = Wire.bytes(message);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
