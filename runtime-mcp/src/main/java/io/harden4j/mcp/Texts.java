package io.harden4j.mcp;

import java.nio.charset.StandardCharsets;

/** Makes a server's text fit for a message or a log line. */
final class Texts {
  private Texts() {}

  /** Cuts at a character boundary. */
  static String shorten(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end) + "...";
  }

  static String ofBytes(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns an exception's message without the server's name, for a message that names it again. */
  static String withoutPrefix(McpException e) {
    String message = String.valueOf(e.getMessage());
    String prefix = "MCP server '" + e.server() + "': ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  /** Replaces what could forge a log line or hide in a terminal: control, format and unassigned characters. */
  static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isVisible(c) ? c : '?'));
    return out.toString();
  }

  /** Says whether a character shows as itself: no control, no direction mark, no zero-width joiner, no lone surrogate. */
  static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
