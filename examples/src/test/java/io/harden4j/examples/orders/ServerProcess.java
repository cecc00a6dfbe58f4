package io.harden4j.examples.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The order server as a process of its own, spoken to in JSON-RPC by hand: one line a message. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedWriter toServer;
  private final BufferedReader fromServer;
  private int lastId;

  private ServerProcess(Process process) {
    this.process = process;
    this.toServer = process.outputWriter();
    this.fromServer = process.inputReader();
  }

  /** Starts the server with an empty environment; what it logs is lost in {@code log}. */
  static ServerProcess start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        OrderServer.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File(log.toString()));
    builder.environment().clear();
    return new ServerProcess(builder.start());
  }

  /** Shakes hands, as every client must before it calls a tool. */
  ServerProcess initialize() throws IOException {
    request(
        "initialize",
        Map.of(
            "protocolVersion",
            "2025-11-25",
            "capabilities",
            Map.of(),
            "clientInfo",
            Map.of("name", "test", "version", "1")));
    send(message("notifications/initialized", Map.of()));
    return this;
  }

  JsonNode callTool(String name, Map<String, Object> arguments) throws IOException {
    return request("tools/call", Map.of("name", name, "arguments", arguments)).path("result");
  }

  /** Sends a request and returns the whole response; every line of the server must be JSON-RPC. */
  JsonNode request(String method, Map<String, Object> params) throws IOException {
    send(message(method, params).put("id", ++lastId));
    JsonNode response = Json.parse(String.valueOf(fromServer.readLine()));
    if (response.path("id").asInt() != lastId) {
      throw new IOException("expected the response to " + lastId + ", got " + response);
    }
    return response;
  }

  /** Reads responses to requests that were sent by hand and returns their ids, as they came. */
  List<Integer> idsOfNextResponses(int count) throws IOException {
    List<Integer> ids = new ArrayList<>();
    while (ids.size() < count) {
      ids.add(Json.parse(String.valueOf(fromServer.readLine())).path("id").asInt());
    }
    return ids;
  }

  void send(Object message) throws IOException {
    toServer.write(message instanceof String text ? text : Json.text(message));
    toServer.newLine();
    toServer.flush();
  }

  /** Closes the input, as a client does that has finished, and returns the exit status. */
  int finish() throws IOException, InterruptedException {
    toServer.close();
    return process.waitFor();
  }

  String restOfOutput() throws IOException {
    return String.join("\n", fromServer.lines().toList());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static ObjectNode message(String method, Map<String, Object> params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", Json.MAPPER.valueToTree(params));
    return message;
  }
}
