package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Matches answers to requests over one transport. Thread-safe; never waits on its own account, so a reader thread is never held up. */
final class RpcPeer implements McpTransport.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(RpcPeer.class);
  private static final int SHOWN = 120;

  private final String server;
  private final McpTransport transport;
  private final TrafficCounters counters;
  private final ServerMessages serverMessages;
  private final Consumer<String> onClosed;
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile @Nullable String closed;
  private volatile Dialect dialect;

  RpcPeer(
      String server,
      McpTransport transport,
      TrafficCounters counters,
      ServerEvents events,
      Consumer<String> onClosed) {
    this.server = server;
    this.transport = transport;
    this.counters = counters;
    this.dialect = Dialect.opening(events.capabilities());
    this.serverMessages = new ServerMessages(transport, counters, events, this::asker);
    this.onClosed = onClosed;
  }

  /** From now on messages are made as this revision wants them. */
  void speak(Dialect agreed) {
    dialect = agreed;
  }

  Dialect dialect() {
    return dialect;
  }

  String server() {
    return server;
  }

  boolean isOpen() {
    return closed == null;
  }

  /** Makes a request and waits. */
  JsonNode request(String method, ObjectNode params, Deadline deadline) {
    return start(RpcRequest.of(method, params)).await(deadline);
  }

  /** Makes a request. The caller awaits or cancels what is returned. */
  PendingCall start(RpcRequest request) {
    long id = lastId.incrementAndGet();
    OutgoingFrame frame = frame(id, request, dialect);
    PendingCall call = new PendingCall(this, frame, request.listener());
    pending.put(id, call);
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

  private static OutgoingFrame frame(long id, RpcRequest request, Dialect spoken) {
    Map<String, String> headers = spoken.headers(request);
    ObjectNode params = spoken.decorate(request.params());
    CallRequest call = request.call();
    if (call != null) {
      return JsonRpc.request(id, request.method(), call.params(params, id), headers);
    }
    if (!CallListener.NONE.equals(request.listener())) {
      params.withObjectProperty("_meta").put("progressToken", id);
    }
    return JsonRpc.request(id, request.method(), params, headers);
  }

  void notify(String method, ObjectNode params) {
    transport.send(
        JsonRpc.notification(method, params, dialect.headers(RpcRequest.of(method, params))));
  }

  /** Forgets a request whose caller waits no longer, and tells the server if it may have seen it. */
  Delivery abandon(PendingCall call, String reason) {
    boolean open = pending.remove(call.id()) != null;
    Delivery delivery = call.settleDelivery();
    boolean mayBeCancelled = !call.method().equals("initialize");
    if (open && delivery == Delivery.UNKNOWN && isOpen()) {
      if (mayBeCancelled && !(dialect.stateless() && transport.cancelsByItself())) {
        notify(
            "notifications/cancelled",
            JsonRpc.object().put("requestId", call.id()).put("reason", reason));
      }
      transport.cancel(call.id());
    }
    return delivery;
  }

  /** Returns the call in which the server asks something: the one on whose stream it came, or the only one there is. */
  private @Nullable PendingCall asker(long within) {
    if (within != NOWHERE) {
      return pending.get(within);
    }
    List<PendingCall> open = pending.values().stream()
        .filter(c -> !CallListener.NONE.equals(c.listener()))
        .toList();
    return open.size() == 1 ? open.get(0) : null;
  }

  @Override
  public void onMessage(byte[] bytes, int length, long within) {
    try {
      JsonNode message = JsonRpc.parse(bytes, length);
      if (message.isArray()) {
        message.forEach(m -> dispatch(m, within)); // a batch, which 2025-03-26 allows
      } else if (!message.isMissingNode()) {
        dispatch(message, within);
      }
    } catch (IOException e) {
      unreadable(bytes, length, e);
    }
  }

  private void dispatch(JsonNode message, long within) {
    if (message.path("method").isTextual()) {
      if (message.path("method").textValue().equals("notifications/progress")) {
        progress(message.path("params"));
      } else {
        serverMessages.handle(message, within);
      }
    } else if (message.isObject() && (message.has("result") || message.has("error"))) {
      answer(message);
    } else {
      warn("a JSON value that is no JSON-RPC message", message.toString());
    }
  }

  private void progress(JsonNode params) {
    JsonNode token = params.path("progressToken");
    PendingCall call = token.isIntegralNumber() ? pending.get(token.longValue()) : null;
    if (call == null || CallListener.NONE.equals(call.listener())) {
      counters.ignoredNotification();
    } else {
      call.progressed(params);
    }
  }

  private void answer(JsonNode message) {
    JsonNode id = message.path("id");
    PendingCall call = id.isIntegralNumber() ? pending.remove(id.longValue()) : null;
    if (call != null) {
      transport.onAnswered(call.frame());
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
          server,
          call.method(),
          error.path("code").asInt(),
          Texts.shorten(text, 500),
          error.path("data"));
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
  public void onFailed(long requestId, Delivery delivery, String why, @Nullable Throwable cause) {
    PendingCall call = pending.remove(requestId);
    if (call != null) {
      call.complete(() -> {
        if (cause instanceof McpException known) {
          throw known;
        }
        throw new McpConnectionLostException(
            server, delivery, call.method() + " got no answer: " + why, cause);
      });
    }
  }

  @Override
  public void onClosed(String reason) {
    closed = reason;
    onClosed.accept(reason); // first: whoever is told that a call is lost may call again at once
    pending.values().forEach(call -> lost(call, reason));
  }

  @Override
  public void onClosedBy(long requestId, String reason, McpException cause) {
    PendingCall call = pending.remove(requestId);
    onClosed(reason);
    if (call != null) {
      call.complete(() -> {
        throw cause;
      });
    }
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
