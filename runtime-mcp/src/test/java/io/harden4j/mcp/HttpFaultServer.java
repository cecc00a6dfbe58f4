package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server over HTTP with faults, in this JVM. It speaks one era; each tool is one fault of a call. What it was asked is kept, so that a test can say what
 * reached it.
 */
final class HttpFaultServer implements AutoCloseable {
  /** How it speaks. */
  enum Era {
    SESSIONS,
    STATELESS
  }

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}},\"additionalProperties\":true}";
  private static final List<String> TOOLS = List.of(
      "echo", "stream", "breaks", "cut", "hang", "big", "status", "asks", "progress", "count");

  final List<String> methods = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, List<String>>> headers = Collections.synchronizedList(new ArrayList<>());
  final CountDownLatch hangupSeen = new CountDownLatch(1);
  final AtomicInteger executed = new AtomicInteger();
  volatile int answersLostSessionsWith = 404;
  volatile String requiredToken = "";
  volatile URI redirect = URI.create("");
  volatile String description = "Says it again";
  volatile long ttl = 3_600_000;
  private final Era era;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, String> unfinished = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile OutputStream notices;
  private final CountDownLatch stopped = new CountDownLatch(1);
  /** Whether its stream of notices opens late. */
  volatile boolean slowStream;

  HttpFaultServer(Era era) {
    this.era = era;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/mcp", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /** As a restart without its memory. */
  void forgetSessions() {
    sessions.clear();
  }

  long count(String method) {
    synchronized (methods) {
      return methods.stream().filter(method::equals).count();
    }
  }

  /** Tells whoever listens that the tools changed. */
  void tellToolsChanged() throws IOException {
    OutputStream out = notices;
    out.write(event("", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
    out.flush();
  }

  boolean hasListener() {
    return notices != null;
  }

  private void handle(HttpExchange exchange) throws IOException {
    headers.add(exchange.getRequestHeaders());
    if (!redirect.toString().isEmpty()) {
      exchange.getResponseHeaders().set("Location", redirect.toString());
      reply(exchange, 307, "text/plain", "moved");
    } else if (!requiredToken.isEmpty() && !bearer(exchange).equals("Bearer " + requiredToken)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      reply(exchange, 401, "text/plain", "who are you");
    } else if (exchange.getRequestMethod().equals("POST")) {
      post(exchange);
    } else if (exchange.getRequestMethod().equals("GET") && era == Era.SESSIONS) {
      get(exchange);
    } else {
      methods.add(exchange.getRequestMethod());
      sessions.remove(String.valueOf(exchange.getRequestHeaders().getFirst("Mcp-Session-Id")));
      reply(exchange, 405, "text/plain", "");
    }
  }

  private static String bearer(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void get(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    if (slowStream) {
      awaitQuietly();
    }
    methods.add(last == null ? "GET" : "GET after " + last);
    OutputStream out = stream(exchange);
    if (last != null && unfinished.containsKey(last)) {
      out.write(event("", unfinished.remove(last)));
      exchange.close();
    } else {
      out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      notices = out;
    }
  }

  private void awaitQuietly() {
    try {
      stopped.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    JsonNode message = JsonRpc.parse(bytes, bytes.length);
    String method = message.path("method").asText();
    methods.add(method);
    String id = message.path("id").asText();
    if (message.path("id").isMissingNode()) {
      reply(exchange, 202, "text/plain", "");
    } else if (era == Era.STATELESS) {
      stateless(exchange, method, id, message.path("params"));
    } else {
      inSession(exchange, method, id, message.path("params"));
    }
  }

  private void stateless(HttpExchange exchange, String method, String id, JsonNode params)
      throws IOException {
    switch (method) {
      case "server/discover" ->
        result(
            exchange,
            id,
            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"web\",\"version\":\"2\"}},\"ttlMs\":0,\"cacheScope\":\"public\"}");
      case "tools/list" -> list(exchange, id);
      case "tools/call" -> call(exchange, id, params);
      case "subscriptions/listen" -> {
        OutputStream out = stream(exchange);
        out.write(event(
            "",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + id + "}}}"));
        out.flush();
        notices = out;
      }
      default ->
        reply(
            exchange,
            404,
            "application/json",
            "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"error\":{\"code\":-32601,\"message\":\"no such method\"}}");
    }
  }

  private void inSession(HttpExchange exchange, String method, String id, JsonNode params)
      throws IOException {
    String session = String.valueOf(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"));
    if (method.equals("initialize")) {
      String fresh = "s-" + ids.incrementAndGet();
      sessions.add(fresh);
      exchange.getResponseHeaders().set("Mcp-Session-Id", fresh);
      result(
          exchange,
          id,
          "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}},\"serverInfo\":{\"name\":\"web\",\"version\":\"1\"}}");
    } else if (!sessions.contains(session)) {
      reply(
          exchange,
          method.equals("server/discover") ? 400 : answersLostSessionsWith,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"no valid session\"}}");
    } else if (method.equals("tools/list")) {
      list(exchange, id);
    } else {
      call(exchange, id, params);
    }
  }

  private void list(HttpExchange exchange, String id) throws IOException {
    String tools = String.join(
        ",",
        TOOLS.stream()
            .map(t -> "{\"name\":\"" + t + "\",\"description\":\"" + description
                + "\",\"inputSchema\":" + SCHEMA + "}")
            .toList());
    String wrong =
        ",{\"name\":\"wrong-header\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}}";
    result(
        exchange,
        id,
        "{\"tools\":[" + tools + wrong + "],\"ttlMs\":" + ttl + ",\"cacheScope\":\"public\"}");
  }

  private void call(HttpExchange exchange, String id, JsonNode params) throws IOException {
    executed.incrementAndGet();
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":"
        + text(params.path("arguments").toString()) + "}";
    switch (params.path("name").asText()) {
      case "stream" -> {
        OutputStream out = stream(exchange);
        out.write(
            event(
                "",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"on it\"}}"));
        out.write(event("", answer));
        exchange.close();
      }
      case "breaks" -> {
        OutputStream out = stream(exchange);
        unfinished.put("e-" + id, answer);
        out.write(("id: e-" + id + "\nretry: 50\ndata:\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.close();
      }
      case "cut" -> {
        stream(exchange).write(": nothing\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.close();
      }
      case "hang" -> hang(exchange);
      case "big" ->
        result(exchange, id, text("x".repeat(params.path("arguments").path("n").asInt())));
      case "status" -> reply(exchange, 503, "text/plain", "try later");
      case "progress" -> {
        OutputStream out = stream(exchange);
        String token = params.path("_meta").path("progressToken").asText();
        for (int i = 1; i <= 4; i++) {
          pause(150);
          out.write(event(
              "",
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                  + token + ",\"progress\":" + i + ",\"total\":4}}"));
          out.flush();
        }
        out.write(event("", answer));
        exchange.close();
      }
      case "asks" -> asks(exchange, id, params);
      case "count" -> result(exchange, id, text(String.valueOf(executed.get())));
      default -> result(exchange, id, text(params.path("arguments").toString()));
    }
  }

  /** Asks for a name until it has one. */
  private void asks(HttpExchange exchange, String id, JsonNode params) throws IOException {
    JsonNode answer = params.path("inputResponses").path("who");
    if (answer.isMissingNode()) {
      result(
          exchange,
          id,
          "{\"resultType\":\"input_required\",\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":\"Who are you?\","
              + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}}}},\"requestState\":\"opaque-1\"}");
    } else {
      result(
          exchange,
          id,
          text(params.path("requestState").asText() + " "
              + answer.path("action").asText() + " "
              + answer.path("content").path("name").asText()));
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    OutputStream out = stream(exchange);
    try {
      while (true) {
        out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        pause(20);
      }
    } catch (IOException gone) {
      hangupSeen.countDown();
    }
  }

  private static void pause(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static OutputStream stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static byte[] event(String id, String data) {
    String prefix = id.isEmpty() ? "" : "id: " + id + "\n";
    return (prefix + "event: message\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void result(HttpExchange exchange, String id, String result) throws IOException {
    reply(
        exchange,
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  private static String text(String value) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}]}";
  }

  private static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    stopped.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
