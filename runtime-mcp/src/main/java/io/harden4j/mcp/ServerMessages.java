package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Handles what a server says unasked. It gets an answer to a ping, an answer to an elicitation where the application allowed them, and a refusal to all else
 * it may ask: sampling and roots are not declared as capabilities, since each lets a server reach the model or the disk past the gate.
 */
final class ServerMessages {
  private static final int OPEN_QUESTIONS = 16;

  private final McpTransport transport;
  private final TrafficCounters counters;
  private final ServerEvents events;
  private final LongFunction<@Nullable PendingCall> askers;
  private final Semaphore questions = new Semaphore(OPEN_QUESTIONS);

  /** @param askers finds the call in which something is asked */
  ServerMessages(
      McpTransport transport,
      TrafficCounters counters,
      ServerEvents events,
      LongFunction<@Nullable PendingCall> askers) {
    this.transport = transport;
    this.counters = counters;
    this.events = events;
    this.askers = askers;
  }

  /** A reply that finds the queue full is dropped: a server that asks but does not read gets no more of our memory. */
  void handle(JsonNode message, long within) {
    String method = message.path("method").textValue();
    JsonNode id = message.path("id");
    if (id.isMissingNode()) {
      if (!events.notification(method, message.path("params"))) {
        counters.ignoredNotification();
      }
    } else if (method.equals("ping")) {
      transport.send(JsonRpc.result(id, JsonRpc.object()));
    } else if (method.equals("elicitation/create") && events.elicitation().isSupported()) {
      elicit(id, message.path("params"), askers.apply(within));
    } else {
      refuse(id, method);
    }
  }

  private void refuse(JsonNode id, String method) {
    counters.refusedRequest();
    transport.send(JsonRpc.error(
        id,
        McpErrorResponseException.METHOD_NOT_FOUND,
        "this client does not support " + Texts.printable(Texts.shorten(method, 100))));
  }

  /** A question that belongs to no call is not asked: nobody could say for whom. */
  private void elicit(JsonNode id, JsonNode params, @Nullable PendingCall asker) {
    if (asker == null) {
      counters.refusedRequest();
      transport.send(JsonRpc.result(id, JsonRpc.object().put("action", "cancel")));
      return;
    }
    Optional<ObjectNode> known = asker.listener().asked(params);
    if (known.isPresent()) {
      transport.send(JsonRpc.result(id, known.get()));
    } else if (events.elicitation() instanceof Elicitation.ByHandler by && questions.tryAcquire()) {
      Daemon.start("mcp-" + events.server() + "-question", () -> {
        try {
          transport.send(
              JsonRpc.result(id, Elicited.answer(events.server(), params, by.handler())));
        } finally {
          questions.release();
        }
      });
    } else {
      counters.refusedRequest();
      transport.send(JsonRpc.result(id, JsonRpc.object().put("action", "decline")));
    }
  }
}
