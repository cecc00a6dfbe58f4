package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A request to make.
 *
 * @param method   method
 * @param params   parameters, which the peer completes as the agreed revision wants
 * @param headers  further headers, for transports that have them; values are encoded
 * @param listener hears what happens on the way
 */
record RpcRequest(
    String method, ObjectNode params, Map<String, String> headers, CallListener listener) {
  static RpcRequest of(String method, ObjectNode params) {
    return new RpcRequest(method, params, Map.of(), CallListener.NONE);
  }
}
