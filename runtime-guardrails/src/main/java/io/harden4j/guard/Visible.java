package io.harden4j.guard;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** Makes text safe to show to a human who decides on it: what cannot be seen or would reorder the line is spelled out. */
final class Visible {
  /** Stand around what came from untrusted text. No value can hold them: there they are spelled out. */
  static final char BEGIN = '\u27e6';

  static final char END = '\u27e7';

  private static final int LONGEST = 500;

  private Visible() {}

  /** Returns the text with each invisible, reordering or unusual blank character as {@code <U+202E>}. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      boolean isMark = c == BEGIN || c == END;
      if (Invisible.is(c) || isOddBlank(c) || isMark || !Character.isDefined(c)) {
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
    return '"' + inner(text) + '"';
  }

  private static String inner(String text) {
    return escape(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Returns the text quoted, with these parts of it between the marks. */
  private static String quote(String text, List<Words.Span> marked) {
    StringBuilder out = new StringBuilder("\"");
    int at = 0;
    for (Words.Span span : marked) {
      out.append(inner(text.substring(at, span.from()))).append(BEGIN);
      out.append(inner(span.of(text))).append(END);
      at = span.to();
    }
    return out.append(inner(text.substring(at))).append('"').toString();
  }

  /** Returns the text quoted, without marks. */
  static String show(String text) {
    return show(text, new UntrustedSpans(List.of()));
  }

  /** Returns the text quoted, what stands in untrusted text marked, cut with a mark if it is long, and with a warning where it mixes alphabets. */
  static String show(String text, UntrustedSpans untrusted) {
    int cut = Math.min(text.length(), LONGEST);
    boolean splits = cut < text.length() && Character.isHighSurrogate(text.charAt(cut - 1));
    String head = text.substring(0, splits ? cut - 1 : cut);
    String rest = head.length() == text.length()
        ? ""
        : " ... (" + (text.length() - head.length()) + " more characters)";
    SortedSet<String> scripts = Scripts.of(text);
    String warning = Scripts.mixed(scripts) ? " (mixes the alphabets " + scripts + ")" : "";
    return quote(head, untrusted.in(head)) + rest + warning;
  }
}
