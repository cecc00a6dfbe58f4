package io.harden4j.benchmarks.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** The server that all clients are measured against: one tool, {@code echo}, and as little work as can be. Over stdio, or over HTTP if it is told to. */
public final class EchoServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EchoServer() {}

  /**
   * Serves.
   *
   * @param arguments {@code http} to serve over HTTP; the port is then the first line of standard output
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      http();
      return;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode request = JSON.readTree(line);
      if (request.has("id") && request.has("method")) {
        out.write(JSON.writeValueAsBytes(answer(request)));
        out.write('\n');
        if (!in.ready()) {
          out.flush();
        }
      }
    }
  }

  private static void http() throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newFixedThreadPool(32));
    server.createContext("/mcp", exchange -> {
      try (exchange) {
        JsonNode request = exchange.getRequestMethod().equals("POST")
            ? JSON.readTree(exchange.getRequestBody().readAllBytes())
            : JSON.createObjectNode();
        if (!exchange.getRequestMethod().equals("POST")) {
          exchange.sendResponseHeaders(405, -1);
        } else if (!request.has("id")) {
          exchange.sendResponseHeaders(202, -1);
        } else {
          byte[] bytes = JSON.writeValueAsBytes(answer(request));
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
      }
    });
    server.start();
    System.out.println(server.getAddress().getPort());
    System.out.flush();
    new CountDownLatch(1).await();
  }

  private static JsonNode answer(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", request.get("id"));
    switch (request.path("method").asText()) {
      case "initialize" -> {
        ObjectNode result = answer.putObject("result").put("protocolVersion", "2025-11-25");
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "echo").put("version", "1");
      }
      case "tools/list" -> {
        ObjectNode tool =
            answer.putObject("result").putArray("tools").addObject().put("name", "echo");
        ObjectNode schema =
            tool.put("description", "Says it again").putObject("inputSchema").put("type", "object");
        schema.putObject("properties").putObject("text").put("type", "string");
      }
      case "tools/call" ->
        answer
            .putObject("result")
            .putArray("content")
            .addObject()
            .put("type", "text")
            .put("text", request.path("params").path("arguments").path("text").asText());
      case "ping" -> answer.putObject("result");
      default -> answer.putObject("error").put("code", -32601).put("message", "unknown method");
    }
    return answer;
  }
}
