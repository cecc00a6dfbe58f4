package io.harden4j.mcp;

/** A tool's definition is not the one that the call was decided on. Nothing was sent. */
final class PinMismatchException extends McpException {
  private static final long serialVersionUID = 1L;

  PinMismatchException(String server, String message) {
    super(server, Delivery.NOT_SENT, message);
  }
}
