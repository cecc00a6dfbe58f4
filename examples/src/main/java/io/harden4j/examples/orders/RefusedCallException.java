package io.harden4j.examples.orders;

/** A tool call that the shop does not carry out. The message is for the caller: what is wrong, and what to do. */
final class RefusedCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedCallException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Returns the message. */
  String reason() {
    return reason;
  }
}
