package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/** The server answered with a JSON-RPC error. Not to be mixed up with a tool that ran and says that it failed: that is a result. */
public final class McpErrorResponseException extends McpException {
  private static final long serialVersionUID = 1L;

  /** JSON-RPC: the method does not exist. */
  static final int METHOD_NOT_FOUND = -32601;

  /** JSON-RPC: the parameters are invalid; MCP servers also use it for an unknown tool. */
  static final int INVALID_PARAMS = -32602;

  /** MCP 2026-07-28: headers and body of a request differ. */
  static final int HEADER_MISMATCH = -32020;

  /** MCP 2026-07-28: a capability that the client did not declare is needed. */
  static final int MISSING_CAPABILITY = -32021;

  /** MCP 2026-07-28: the revision is not spoken; the data lists those that are. */
  static final int UNSUPPORTED_VERSION = -32022;

  /** MCP 2025-11-25: an elicitation by URL has to be completed first. */
  static final int URL_ELICITATION_REQUIRED = -32042;

  private final int code;
  private final String serverMessage;
  private final transient JsonNode data;

  McpErrorResponseException(
      String server, String method, int code, String serverMessage, JsonNode data) {
    super(
        server,
        Delivery.ANSWERED,
        "answered " + method + " with error " + code + ": " + Texts.printable(serverMessage));
    this.code = code;
    this.serverMessage = serverMessage;
    this.data = data;
  }

  /** Returns the JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** Returns the server's text, at most 500 characters; as untrusted as anything a server writes. */
  public String serverMessage() {
    return serverMessage;
  }

  /** Returns the error's data, a missing node if there is none. */
  JsonNode data() {
    return data;
  }

  /** Says whether only a server without a handshake answers like that. */
  boolean isStateless() {
    return code == UNSUPPORTED_VERSION || code == MISSING_CAPABILITY || code == HEADER_MISMATCH;
  }

  /** Says whether the server refused the request itself, so that no tool ran. */
  boolean isRefusal() {
    return code == METHOD_NOT_FOUND || code == INVALID_PARAMS || isStateless();
  }
}
