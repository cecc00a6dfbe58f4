package io.harden4j.observability.report;

/** Makes text that a model or a document may have written safe for a terminal: nothing in it can move the cursor, change colours or turn the reading order. */
final class SafeText {
  private SafeText() {}

  /** Returns the text on one line, at most so many characters, with every control, formatting or invisible character spelled out. */
  static String of(String text, int maxChars) {
    StringBuilder safe = new StringBuilder();
    int[] codePoints = text.codePoints().limit(maxChars + 1L).toArray();
    for (int c : codePoints) {
      if (safe.length() >= maxChars) {
        return safe.append('…').toString();
      }
      if (isSafe(c)) {
        safe.appendCodePoint(c);
      } else {
        safe.append(String.format("\\u{%X}", c));
      }
    }
    return safe.toString();
  }

  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
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
