package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A server in memory that says whatever a test wants it to say in the middle of a call, and keeps every message that reached it. */
final class HostileServer {
  static final String OPEN = "{\"type\":\"object\",\"additionalProperties\":true}";

  final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  final AtomicInteger executed = new AtomicInteger();
  final ArrayNode tools = JsonRpc.object().putArray("tools");
  volatile String protocol = "2025-11-25";
  /** Answers a call; by default once, with its own id. */
  volatile BiConsumer<Speaker, Long> onCall = (speaker, id) -> speaker.result(id, "done");

  private volatile @Nullable Speaker connected;

  HostileServer tool(String name, String description) {
    return tool(name, description, OPEN);
  }

  HostileServer tool(String name, String description, String schema) {
    tools
        .addObject()
        .put("name", name)
        .put("description", description)
        .set("inputSchema", JsonRpc.tree(schema));
    return this;
  }

  ObjectNode definition(String name) {
    for (JsonNode tool : tools) {
      if (tool.path("name").asText().equals(name)) {
        return (ObjectNode) tool;
      }
    }
    throw new IllegalArgumentException(name);
  }

  McpTransport transport() {
    Speaker fresh = new Speaker();
    connected = fresh;
    return fresh;
  }

  /** Says that its tools changed. */
  void tellToolsChanged() {
    speaker()
        .say(JsonRpc.tree("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
  }

  Speaker speaker() {
    Speaker now = connected;
    if (now == null) {
      throw new IllegalStateException("nobody is connected");
    }
    return now;
  }

  /** Returns what the client answered to a request of the server. */
  JsonNode replyTo(String id) {
    return heard.stream()
        .filter(message -> message.path("id").asText().equals(id) && !message.has("method"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no reply to " + id + " in " + heard));
  }

  final class Speaker implements McpTransport {
    private @Nullable Receiver receiver;

    @Override
    public void start(Receiver tells) {
      receiver = tells;
    }

    @Override
    public void send(OutgoingFrame frame) {
      if (!frame.claim()) {
        return;
      }
      JsonNode message = parse(frame.bytes());
      heard.add(message);
      switch (frame.method()) {
        case "initialize" -> say(answer(frame.id(), hello()));
        case "tools/list" -> {
          ObjectNode listing = JsonRpc.object();
          listing.set("tools", tools.deepCopy());
          say(answer(frame.id(), listing));
        }
        case "tools/call" -> {
          executed.incrementAndGet();
          onCall.accept(this, frame.id());
        }
        default -> {}
      }
    }

    void result(long id, String text) {
      ObjectNode result = JsonRpc.object();
      result.putArray("content").addObject().put("type", "text").put("text", text);
      say(answer(id, result));
    }

    void ask(String id, String method, String params) {
      ObjectNode request =
          JsonRpc.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
      request.set("params", JsonRpc.tree(params));
      say(request);
    }

    void say(JsonNode message) {
      byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
      Receiver to = receiver;
      if (to != null) {
        to.onMessage(bytes, bytes.length, Receiver.NOWHERE);
      }
    }

    /** Ends the connection, as a restart does. */
    void restart() {
      Receiver to = receiver;
      if (to != null) {
        to.onClosed("it was restarted.");
      }
    }

    private ObjectNode hello() {
      ObjectNode hello = JsonRpc.object().put("protocolVersion", protocol);
      hello.putObject("serverInfo").put("name", "hostile").put("version", "1");
      hello.putObject("capabilities").putObject("tools").put("listChanged", true);
      return hello;
    }

    private ObjectNode answer(long id, JsonNode result) {
      ObjectNode answer = JsonRpc.object().put("jsonrpc", "2.0").put("id", id);
      answer.set("result", result);
      return answer;
    }

    @Override
    public void close() {}
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JsonRpc.parse(bytes, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
