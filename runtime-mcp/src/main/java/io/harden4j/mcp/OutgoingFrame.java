package io.harden4j.mcp;

import java.util.concurrent.atomic.AtomicReference;

/** A message on its way out. Either its writer claims it or its sender withdraws it, so that "not sent" is a fact and not a guess. */
final class OutgoingFrame {
  private enum State {
    QUEUED,
    CLAIMED,
    WITHDRAWN
  }

  private final byte[] bytes;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

  OutgoingFrame(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns true if no byte was written and now none will be. */
  boolean withdraw() {
    return state.compareAndSet(State.QUEUED, State.WITHDRAWN) || isWithdrawn();
  }

  /** Says whether it was withdrawn. */
  boolean isWithdrawn() {
    return state.get() == State.WITHDRAWN;
  }

  /** Returns true if the caller is the one who writes it. */
  boolean claim() {
    return state.compareAndSet(State.QUEUED, State.CLAIMED);
  }

  byte[] bytes() {
    return bytes;
  }
}
