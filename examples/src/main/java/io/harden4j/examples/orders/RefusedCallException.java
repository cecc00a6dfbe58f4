package io.harden4j.examples.orders;

/** A tool call that the shop does not carry out. The message is for the caller: what is wrong, and what to do. */
final class RefusedCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedCallException(String message) {
    super(message);
  }
}
