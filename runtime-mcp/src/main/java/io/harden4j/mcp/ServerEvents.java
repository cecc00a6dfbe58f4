package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the things go that one session's server tells or asks unasked. Thread-safe. */
final class ServerEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ServerEvents.class);
  private static final int LONGEST = 2_000;

  private final String server;
  private final Elicitation elicitation;
  private final McpListener listener;
  private final RateLimit rate;
  private final AtomicLong toolChanges = new AtomicLong();

  ServerEvents(ServerSettings settings) {
    this.server = settings.id();
    this.elicitation = settings.elicitation();
    this.listener = settings.listener();
    this.rate = new RateLimit(settings.limits().maxNotificationsPerSecond());
  }

  /** Returns what this client declares to servers. */
  JsonNode capabilities() {
    ObjectNode capabilities = JsonRpc.object();
    if (elicitation.isSupported()) {
      ObjectNode modes = capabilities.putObject("elicitation");
      modes.putObject("form");
      modes.putObject("url");
    }
    return capabilities;
  }

  Elicitation elicitation() {
    return elicitation;
  }

  String server() {
    return server;
  }

  /** Returns how often the server said that its tools changed. */
  long toolChanges() {
    return toolChanges.get();
  }

  /** What was listed is not to be trusted any more. */
  void toolsMayHaveChanged() {
    toolChanges.incrementAndGet();
  }

  /** Handles a notification. Returns false if nobody wants it. */
  boolean notification(String method, JsonNode params) {
    switch (method) {
      case "notifications/tools/list_changed" -> {
        toolsMayHaveChanged(); // always counted, however many come
        changed("tools");
      }
      case "notifications/resources/list_changed" -> changed("resources");
      case "notifications/prompts/list_changed" -> changed("prompts");
      case "notifications/resources/updated" ->
        tell(() ->
            listener.onResourceUpdated(server, untrusted(params.path("uri").asText(""))));
      case "notifications/message" -> log(params);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void changed(String list) {
    tell(() -> listener.onListChanged(server, list));
  }

  private void log(JsonNode params) {
    JsonNode data = params.path("data");
    tell(() -> listener.onLog(new McpListener.LogLine(
        server,
        Texts.printable(Texts.shorten(params.path("level").asText("info"), 20)),
        Texts.printable(Texts.shorten(params.path("logger").asText(""), 100)),
        untrusted(data.isTextual() ? data.textValue() : data.toString()))));
  }

  void progress(String tool, JsonNode params) {
    JsonNode total = params.path("total");
    tell(() -> listener.onProgress(new McpListener.Progress(
        server,
        tool,
        params.path("progress").asDouble(),
        total.isNumber() ? java.util.Optional.of(total.doubleValue()) : java.util.Optional.empty(),
        untrusted(params.path("message").asText("")))));
  }

  private Labeled<String> untrusted(String text) {
    return Labeled.of(
        Texts.printable(Texts.shorten(text, LONGEST)), Label.untrusted("mcp:" + server));
  }

  private void tell(Runnable what) {
    if (McpListener.NONE.equals(listener) || !rate.allows()) {
      return;
    }
    try {
      what.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener of MCP server '{}' threw", server, e);
    }
  }
}
