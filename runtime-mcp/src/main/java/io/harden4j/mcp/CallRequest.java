package io.harden4j.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * One call of a tool. The arguments stand in the message byte for byte as they were permitted.
 *
 * @param tool           its own name
 * @param pin            definition the call was decided on
 * @param arguments      canonical JSON text of one object
 * @param idempotencyKey the same for every attempt
 * @param traceparent    W3C trace context, or empty
 * @param rounds         what earlier rounds of the call brought
 * @param repeatable     whether it is declared harmless to make it twice
 */
record CallRequest(
    String tool,
    String pin,
    String arguments,
    String idempotencyKey,
    String traceparent,
    Rounds rounds,
    boolean repeatable) {
  CallRequest(
      String tool, String pin, String arguments, String idempotencyKey, String traceparent) {
    this(tool, pin, arguments, idempotencyKey, traceparent, Rounds.NONE, true);
  }

  ObjectNode params() {
    ObjectNode params = JsonRpc.object().put("name", tool);
    params.putRawValue("arguments", new RawValue(arguments));
    ObjectNode meta = params.putObject("_meta").put("io.harden4j/idempotency-key", idempotencyKey);
    if (!traceparent.isEmpty()) {
      meta.put("traceparent", traceparent);
    }
    return params;
  }
}
