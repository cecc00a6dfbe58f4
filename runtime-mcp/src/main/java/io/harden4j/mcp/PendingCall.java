package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.mcp.McpException.Delivery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request that was made and the handle to give it up. Answers become exceptions in the caller's thread, so that stack traces show the caller. */
final class PendingCall {
  /** What came of it: returns the result or throws. */
  @FunctionalInterface
  interface Outcome {
    JsonNode result();
  }

  private final RpcPeer peer;
  private final String method;
  private final CallListener listener;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final OutgoingFrame frame;
  private volatile @Nullable Deadline deadline;

  PendingCall(RpcPeer peer, OutgoingFrame frame, CallListener listener) {
    this.peer = peer;
    this.method = frame.method();
    this.frame = frame;
    this.listener = listener;
  }

  long id() {
    return frame.id();
  }

  OutgoingFrame frame() {
    return frame;
  }

  String method() {
    return method;
  }

  CallListener listener() {
    return listener;
  }

  boolean isDone() {
    return outcome.isDone();
  }

  void complete(Outcome result) {
    outcome.complete(result);
  }

  /** The server is at work on it: the wait starts anew, up to the overall deadline. */
  void progressed(JsonNode params) {
    Deadline waiting = deadline;
    if (waiting != null) {
      waiting.extend();
    }
    listener.progress(params);
  }

  /** Returns what became of the request, and makes it final: what was not sent by now will not be. */
  Delivery settleDelivery() {
    return frame.withdraw() ? Delivery.NOT_SENT : Delivery.UNKNOWN;
  }

  /** Gives the call up and tells the server; {@link #await} then throws. Does nothing once it is answered. */
  void cancel(String reason) {
    Delivery delivery = peer.abandon(this, reason);
    outcome.complete(() -> {
      throw new McpCancelledException(
          peer.server(), delivery, method + " was cancelled: " + reason);
    });
  }

  /**
   * Waits for the result.
   *
   * @throws McpTimeoutException   if there is none by the deadline
   * @throws McpCancelledException if the thread is interrupted (the flag is set again) or {@link #cancel} is called
   * @throws McpException          if the server answers with an error or the connection ends
   */
  JsonNode await(Deadline until) {
    deadline = until;
    try {
      while (true) {
        try {
          return outcome.get(until.remainingNanos(), TimeUnit.NANOSECONDS).result();
        } catch (TimeoutException e) {
          if (until.remainingNanos() == 0) {
            return timedOut(until);
          }
        }
      }
    } catch (InterruptedException e) {
      cancel("the caller was interrupted");
      Thread.currentThread().interrupt();
      return outcome.join().result();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is never completed exceptionally", e);
    }
  }

  private JsonNode timedOut(Deadline until) {
    Delivery delivery = peer.abandon(this, "timed out");
    outcome.complete(() -> {
      String sent = delivery == Delivery.NOT_SENT
          ? "It was not sent: the server is not reading"
          : "The server was told to cancel it";
      throw new McpTimeoutException(
          peer.server(),
          delivery,
          until.whole(),
          method + " got no answer within " + until.whole().toMillis() + " ms. " + sent);
    });
    return outcome.join().result();
  }
}
