package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Handles what a server says unasked. It gets an answer to a ping and a refusal to all else it may ask: sampling, elicitation and roots are not declared as
 * capabilities, since each lets a server reach the model, the user or the disk past the gate.
 */
final class ServerMessages {
  private final Transport transport;
  private final TrafficCounters counters;
  private final Runnable onToolsChanged;

  ServerMessages(Transport transport, TrafficCounters counters, Runnable onToolsChanged) {
    this.transport = transport;
    this.counters = counters;
    this.onToolsChanged = onToolsChanged;
  }

  /** A reply that finds the queue full is dropped: a server that asks but does not read gets no more of our memory. */
  void handle(JsonNode message) {
    String method = message.path("method").textValue();
    JsonNode id = message.path("id");
    if (id.isMissingNode()) {
      notification(method);
    } else if (method.equals("ping")) {
      transport.send(JsonRpc.result(id, JsonRpc.object()));
    } else {
      counters.refusedRequest();
      transport.send(JsonRpc.error(
          id,
          McpErrorResponseException.METHOD_NOT_FOUND,
          "this client does not support " + Texts.printable(Texts.shorten(method, 100))));
    }
  }

  private void notification(String method) {
    if (method.equals("notifications/tools/list_changed")) {
      onToolsChanged.run();
    } else {
      counters.ignoredNotification();
    }
  }
}
