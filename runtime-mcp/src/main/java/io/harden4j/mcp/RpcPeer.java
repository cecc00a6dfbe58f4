package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Matches answers to requests over one transport. Thread-safe; never waits on its own account, so a reader thread is never held up. */
final class RpcPeer implements Transport.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(RpcPeer.class);
  private static final int SHOWN = 120;

  private final String server;
  private final Transport transport;
  private final TrafficCounters counters;
  private final ServerMessages serverMessages;
  private final Consumer<String> onClosed;
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile @Nullable String closed;

  RpcPeer(
      String server,
      Transport transport,
      TrafficCounters counters,
      Runnable onToolsChanged,
      Consumer<String> onClosed) {
    this.server = server;
    this.transport = transport;
    this.counters = counters;
    this.serverMessages = new ServerMessages(transport, counters, onToolsChanged);
    this.onClosed = onClosed;
  }

  String server() {
    return server;
  }

  boolean isOpen() {
    return closed == null;
  }

  /** Makes a request and waits. */
  JsonNode request(String method, ObjectNode params, Deadline deadline) {
    return start(method, params).await(deadline);
  }

  /** Makes a request. The caller awaits or cancels what is returned. */
  PendingCall start(String method, ObjectNode params) {
    long id = lastId.incrementAndGet();
    OutgoingFrame frame = JsonRpc.request(id, method, params);
    PendingCall call = new PendingCall(this, id, method, frame);
    pending.put(call.id(), call);
    String over = closed;
    if (over != null) {
      lost(call, over);
      return call;
    }
    transport.send(frame);
    over = closed;
    if (frame.isWithdrawn()) {
      lost(call, "it does not read its input: too many messages are waiting for it.");
    } else if (over != null) {
      lost(call, over);
    }
    return call;
  }

  void notify(String method, ObjectNode params) {
    transport.send(JsonRpc.notification(method, params));
  }

  /** Forgets a request whose caller waits no longer, and tells the server if it may have seen it. */
  Delivery abandon(PendingCall call, String reason) {
    boolean open = pending.remove(call.id()) != null;
    Delivery delivery = call.settleDelivery();
    boolean mayBeCancelled = !call.method().equals("initialize");
    if (open && delivery == Delivery.UNKNOWN && mayBeCancelled && isOpen()) {
      notify(
          "notifications/cancelled",
          JsonRpc.object().put("requestId", call.id()).put("reason", reason));
    }
    return delivery;
  }

  @Override
  public void onMessage(byte[] bytes, int length) {
    try {
      JsonNode message = JsonRpc.parse(bytes, length);
      if (message.isArray()) {
        message.forEach(this::dispatch); // a batch, which 2025-03-26 allows
      } else if (!message.isMissingNode()) {
        dispatch(message);
      }
    } catch (IOException e) {
      unreadable(bytes, length, e);
    }
  }

  private void dispatch(JsonNode message) {
    if (message.path("method").isTextual()) {
      serverMessages.handle(message);
    } else if (message.isObject() && (message.has("result") || message.has("error"))) {
      answer(message);
    } else {
      warn("a JSON value that is no JSON-RPC message", message.toString());
    }
  }

  private void answer(JsonNode message) {
    JsonNode id = message.path("id");
    PendingCall call = id.isIntegralNumber() ? pending.remove(id.longValue()) : null;
    if (call != null) {
      call.complete(() -> resultOf(call, message));
    } else if (id.isIntegralNumber() && id.longValue() > 0 && id.longValue() <= lastId.get()) {
      counters.late();
    } else {
      counters.unknownId();
    }
  }

  private JsonNode resultOf(PendingCall call, JsonNode message) {
    JsonNode error = message.path("error");
    if (error.isObject()) {
      String text = error.path("message").asText("");
      throw new McpErrorResponseException(
          server, call.method(), error.path("code").asInt(), Texts.shorten(text, 500));
    }
    JsonNode result = message.path("result");
    if (!result.isObject() || message.has("error")) {
      throw new McpProtocolException(
          server,
          Delivery.ANSWERED,
          "answered " + call.method() + " with neither a result object nor an error");
    }
    return result;
  }

  private void unreadable(byte[] bytes, int length, IOException why) {
    AnswerScanner scanner = new AnswerScanner();
    scanner.feed(bytes, 0, length);
    OptionalLong answerTo = scanner.answerTo();
    PendingCall call = answerTo.isPresent() ? pending.remove(answerTo.getAsLong()) : null;
    if (call != null) {
      call.complete(() -> {
        throw new McpProtocolException(
            server,
            Delivery.ANSWERED,
            "answered " + call.method() + " with something that is not valid JSON",
            why);
      });
    }
    warn(
        "a line that is no JSON, skipped (servers must log to stderr)",
        Texts.ofBytes(bytes, Math.min(length, SHOWN)));
  }

  private void warn(String what, String text) {
    if (counters.unreadable()) {
      LOG.warn(
          "MCP server '{}' wrote {}: {}",
          server,
          what,
          Texts.printable(Texts.shorten(text, SHOWN)));
    }
  }

  @Override
  public void onOversized(OptionalLong answerTo, long bytes) {
    counters.oversized();
    PendingCall call = answerTo.isPresent() ? pending.remove(answerTo.getAsLong()) : null;
    LOG.warn(
        "MCP server '{}' wrote a message of {} bytes, over the limit; it was dropped",
        server,
        bytes);
    if (call != null) {
      call.complete(() -> {
        throw new McpProtocolException(
            server,
            Delivery.ANSWERED,
            "answered " + call.method() + " with " + bytes
                + " bytes, more than the limit. The call was made. Ask the tool for less, or raise McpLimits.withMaxMessageBytes");
      });
    }
  }

  @Override
  public void onClosed(String reason) {
    closed = reason;
    onClosed.accept(reason); // first: whoever is told that a call is lost may call again at once
    pending.values().forEach(call -> lost(call, reason));
  }

  private void lost(PendingCall call, String reason) {
    pending.remove(call.id());
    Delivery delivery = call.settleDelivery();
    call.complete(() -> {
      throw new McpConnectionLostException(
          server, delivery, "the connection ended during " + call.method() + ": " + reason);
    });
  }

  /** Gives up everything that is open. Does nothing once the connection is over: then calls are lost, not cancelled. */
  void cancelAll(String reason) {
    if (!isOpen()) {
      return;
    }
    pending.values().forEach(call -> call.cancel(reason));
  }
}
