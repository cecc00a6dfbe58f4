package io.harden4j.examples.orders;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool, with arguments that fit the tool's schema.
 *
 * @param idempotencyKey same key, same call: a changing call is then carried out once; null if the caller sent none
 */
record ToolRequest(
    String tool, Map<String, Object> arguments, @Nullable String idempotencyKey) {
  /** Where a caller puts the key, in {@code _meta} of the request. */
  static final String KEY_IN_META = "io.harden4j/idempotency-key";

  /** Takes the key from the request's {@code _meta}; a key that is no text or is blank counts as none. */
  static ToolRequest of(
      String tool, @Nullable Map<String, Object> arguments, @Nullable Map<String, Object> meta) {
    Object key = meta == null ? null : meta.get(KEY_IN_META);
    String text = key instanceof String sent && !sent.isBlank() ? sent : null;
    return new ToolRequest(tool, arguments == null ? Map.of() : arguments, text);
  }

  /** Returns the arguments as JSON with sorted keys, so that equal calls have equal texts. */
  String canonicalArguments() {
    return Json.text(arguments);
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null || text.isBlank()) {
      throw new RefusedCallException(name + " is missing or blank; pass it as text");
    }
    return text;
  }

  @Nullable
  String optionalText(String name) {
    return arguments.get(name) instanceof String text ? text : null;
  }

  BigDecimal amount(String name) {
    if (arguments.get(name) instanceof Number number) {
      return new BigDecimal(number.toString());
    }
    throw new RefusedCallException(name + " is missing or not a number");
  }

  int count(String name, int otherwise) {
    return arguments.get(name) instanceof Number number ? number.intValue() : otherwise;
  }
}
