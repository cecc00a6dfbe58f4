package io.harden4j.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on a loopback port that answers like Ollama, from JSON in its documented form. */
final class StubOllama implements AutoCloseable {
  static {
    // Without it each answer waits 40 ms for the delayed acknowledgement of its header.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private record Reply(int status, String body) {}

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<String> tags = new ArrayList<>();
  private final Map<String, String> shows = new ConcurrentHashMap<>();
  private final Map<String, String> verboseShows = new ConcurrentHashMap<>();
  private final Map<String, Reply> fixed = new ConcurrentHashMap<>();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  StubOllama() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
    fix("/api/version", 200, "{\"version\": \"0.33.0\", \"build\": \"newer field\"}");
    fix("/api/ps", 200, "{\"models\": []}");
  }

  OllamaAddress address() {
    return OllamaAddress.parse("127.0.0.1:" + server.getAddress().getPort());
  }

  OllamaInventory inventory() {
    return OllamaInventory.at(address());
  }

  /** Installs a model: its size on disk, its line of {@code /api/tags} beyond the name, and its answer to {@code /api/show}. */
  StubOllama model(String name, long bytes, String tagFields, String show) {
    tags.add("{\"name\": \"" + name + "\", \"model\": \"" + name
        + "\", \"digest\": \"sha256:0\", \"size\": " + bytes
        + (tagFields.isEmpty() ? "" : ", " + tagFields) + "}");
    shows.put(name, show);
    return this;
  }

  /** What {@code /api/show} answers for this model when asked to be verbose. */
  StubOllama verbose(String name, String show) {
    verboseShows.put(name, show);
    return this;
  }

  /** Answers every request to this path in this way. */
  StubOllama fix(String path, int status, String body) {
    fixed.put(path, new Reply(status, body));
    return this;
  }

  /** Bodies of the posted requests, in order. */
  List<JsonNode> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode request = body.length == 0 ? json.createObjectNode() : json.readTree(body);
      if (body.length > 0) {
        requests.add(request);
      }
      Reply reply = reply(exchange.getRequestURI().getPath(), request);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply reply(String path, JsonNode request) {
    Reply told = fixed.get(path);
    if (told != null) {
      return told;
    }
    if (path.equals("/api/tags")) {
      return new Reply(200, "{\"models\": [" + String.join(", ", tags) + "]}");
    }
    if (path.equals("/api/show")) {
      String name = ModelNames.withTag(request.path("model").asText());
      boolean verbose = request.path("verbose").asBoolean() && verboseShows.containsKey(name);
      String show = verbose ? verboseShows.get(name) : shows.get(name);
      return show != null
          ? new Reply(200, show)
          : new Reply(404, "{\"error\": \"model '" + name + "' not found\"}");
    }
    return new Reply(404, "404 page not found");
  }
}
