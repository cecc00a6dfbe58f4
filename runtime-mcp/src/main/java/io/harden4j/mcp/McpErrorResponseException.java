package io.harden4j.mcp;

/** The server answered with a JSON-RPC error. Not to be mixed up with a tool that ran and says that it failed: that is a result. */
public final class McpErrorResponseException extends McpException {
  private static final long serialVersionUID = 1L;

  /** JSON-RPC: the method does not exist. */
  static final int METHOD_NOT_FOUND = -32601;

  /** JSON-RPC: the parameters are invalid; MCP servers also use it for an unknown tool. */
  static final int INVALID_PARAMS = -32602;

  private final int code;
  private final String serverMessage;

  McpErrorResponseException(String server, String method, int code, String serverMessage) {
    super(
        server,
        Delivery.ANSWERED,
        "answered " + method + " with error " + code + ": " + Texts.printable(serverMessage));
    this.code = code;
    this.serverMessage = serverMessage;
  }

  /** Returns the JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** Returns the server's text, at most 500 characters; as untrusted as anything a server writes. */
  public String serverMessage() {
    return serverMessage;
  }

  /** Says whether the server refused the request itself, so that no tool ran. */
  boolean isRefusal() {
    return code == METHOD_NOT_FOUND || code == INVALID_PARAMS;
  }
}
