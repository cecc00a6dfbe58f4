package io.harden4j.run;

/** Makes characters visible that could make a text look like another one. */
final class Visible {
  private Visible() {}

  /** Replaces control, format (bidi, zero width) and private characters by their code point in brackets; keeps line breaks and tabs. */
  static String text(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints().forEach(c -> {
      int type = Character.getType(c);
      boolean hidden = type == Character.FORMAT
          || type == Character.PRIVATE_USE
          || type == Character.SURROGATE
          || (Character.isISOControl(c) && c != '\n' && c != '\t');
      if (hidden) {
        out.append(String.format("[U+%04X]", c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.toString();
  }
}
