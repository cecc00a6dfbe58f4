package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to make.
 *
 * @param method   method
 * @param call     the tool call that it is, or null; it has parameters of its own
 * @param params   further parameters, which the peer completes as the agreed revision wants
 * @param headers  further headers, for transports that have them; values are encoded
 * @param listener hears what happens on the way
 */
record RpcRequest(
    String method,
    @Nullable CallRequest call,
    ObjectNode params,
    Map<String, String> headers,
    CallListener listener) {
  static RpcRequest of(String method, ObjectNode params) {
    return new RpcRequest(method, null, params, Map.of(), CallListener.NONE);
  }

  static RpcRequest of(CallRequest call) {
    return new RpcRequest("tools/call", call, JsonRpc.object(), Map.of(), CallListener.NONE);
  }

  RpcRequest with(Map<String, String> newHeaders, CallListener newListener) {
    return new RpcRequest(method, call, params, newHeaders, newListener);
  }

  /** Returns what it is for, as headers tell: a tool, a prompt, a resource; empty for all else. */
  String name() {
    if (call != null) {
      return call.tool();
    }
    return switch (method) {
      case "prompts/get" -> params.path("name").asText("");
      case "resources/read" -> params.path("uri").asText("");
      default -> "";
    };
  }
}
