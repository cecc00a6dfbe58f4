package io.harden4j.guard;

import java.util.Locale;
import java.util.SortedSet;

/** Makes text safe to show to a human who decides on it: what cannot be seen or would reorder the line is spelled out. */
final class Visible {
  private static final int LONGEST = 500;

  private Visible() {}

  /** Returns the text with each invisible, reordering or unusual blank character as {@code <U+202E>}. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (Invisible.is(c) || isOddBlank(c) || !Character.isDefined(c)) {
        out.append(String.format(Locale.ROOT, "<U+%04X>", c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.toString();
  }

  private static boolean isOddBlank(int c) {
    return (c != ' ' && Character.isSpaceChar(c)) || Character.getType(c) == Character.PRIVATE_USE;
  }

  /** Returns the text escaped, in quotes it cannot leave. */
  static String quote(String text) {
    return '"' + escape(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** Returns the text quoted, cut with a mark if it is long, and with a warning where it mixes alphabets. */
  static String show(String text) {
    int cut = Math.min(text.length(), LONGEST);
    boolean splits = cut < text.length() && Character.isHighSurrogate(text.charAt(cut - 1));
    String head = text.substring(0, splits ? cut - 1 : cut);
    String rest = head.length() == text.length()
        ? ""
        : " ... (" + (text.length() - head.length()) + " more characters)";
    SortedSet<String> scripts = Scripts.of(text);
    String warning = Scripts.mixed(scripts) ? " (mixes the alphabets " + scripts + ")" : "";
    return quote(head) + rest + warning;
  }
}
