package io.harden4j.mcp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

  /**
   * Returns the parameters as JSON, written straight around the arguments: there is no tree of them that could come out otherwise.
   *
   * @param more          what the agreed revision and earlier rounds add, among it the members of {@code _meta}
   * @param progressToken by which the server names the call when it tells of progress
   */
  String params(ObjectNode more, long progressToken) {
    StringBuilder out = new StringBuilder(arguments.length() + 200).append('{');
    put(out, "name", tool);
    out.append(",\"arguments\":").append(arguments).append(",\"_meta\":{");
    put(out, "io.harden4j/idempotency-key", idempotencyKey);
    if (!traceparent.isEmpty()) {
      put(out.append(','), "traceparent", traceparent);
    }
    out.append(",\"progressToken\":").append(progressToken);
    ObjectNode rest = more;
    if (!more.isEmpty()) {
      rest = more.deepCopy();
      append(out, rest.withObjectProperty("_meta"));
      rest.remove("_meta");
    }
    out.append('}');
    append(out, rest);
    return out.append('}').toString();
  }

  private static void put(StringBuilder out, String name, String value) {
    out.append('"').append(name).append("\":\"");
    if (isPlain(value)) {
      out.append(value);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(value, out);
    }
    out.append('"');
  }

  /** Says whether nothing in it has to be escaped: names and keys mostly are letters and digits. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void append(StringBuilder out, ObjectNode members) {
    if (!members.isEmpty()) {
      String object = JsonRpc.text(members);
      out.append(',').append(object, 1, object.length() - 1);
    }
  }
}
