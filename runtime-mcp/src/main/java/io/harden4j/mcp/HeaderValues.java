package io.harden4j.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes any text safe as an HTTP header value, in the form of MCP 2026-07-28 ("Value Encoding"): as it is, or {@code =?base64?...?=}. */
final class HeaderValues {
  private HeaderValues() {}

  static String encode(String text) {
    return isPlain(text)
        ? text
        : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  private static boolean isPlain(String text) {
    boolean visible = text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    boolean looksEncoded = text.startsWith("=?base64?") && text.endsWith("?=");
    return visible && text.equals(text.strip()) && !looksEncoded;
  }
}
