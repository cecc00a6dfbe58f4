package io.harden4j.mcp;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A message on its way out. Either its transport claims it or its sender withdraws it, so that "not sent" is a fact and not a guess. Thread-safe.
 */
public final class OutgoingFrame {
  private enum State {
    QUEUED,
    CLAIMED,
    WITHDRAWN
  }

  private final byte[] bytes;
  private final long id;
  private final String method;
  private final Map<String, String> headers;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private volatile long end;

  OutgoingFrame(byte[] bytes) {
    this(bytes, McpTransport.Receiver.NOWHERE, "", Map.of());
  }

  OutgoingFrame(byte[] bytes, long id, String method, Map<String, String> headers) {
    this.bytes = bytes;
    this.id = id;
    this.method = method;
    this.headers = Map.copyOf(headers);
  }

  /** Gives the message up. Returns true if no byte was written and now none will be. */
  public boolean withdraw() {
    return state.compareAndSet(State.QUEUED, State.WITHDRAWN) || isWithdrawn();
  }

  /** Says whether it was withdrawn. */
  public boolean isWithdrawn() {
    return state.get() == State.WITHDRAWN;
  }

  /** Returns true if the caller is the one who writes it; only then may a byte of it leave. */
  public boolean claim() {
    return state.compareAndSet(State.QUEUED, State.CLAIMED);
  }

  /** Returns the message as JSON in UTF-8, without a newline; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Remembers how much its transport will have written when all of it is written. */
  void endsAt(long bytes) {
    end = bytes;
  }

  long end() {
    return end;
  }

  /** Returns the request's id, or {@link McpTransport.Receiver#NOWHERE} for what gets no answer. */
  public long id() {
    return id;
  }

  /** Returns the method, or nothing for an answer. */
  public String method() {
    return method;
  }

  /** Returns what a transport with headers sends along; safe as header values. */
  public Map<String, String> headers() {
    return headers;
  }
}
