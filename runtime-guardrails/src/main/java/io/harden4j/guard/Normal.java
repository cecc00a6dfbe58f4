package io.harden4j.guard;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which texts are compared: NFKC, case folded, without characters nobody sees. */
final class Normal {
  private Normal() {}

  static String form(String text) {
    return fold(unfolded(text));
  }

  /** The form but for its case. */
  static String unfolded(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder kept = new StringBuilder(composed.length());
    composed.codePoints().filter(c -> !Invisible.isIgnorable(c)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** The form with each run of white space as one blank. */
  static String line(String text) {
    return form(text).replaceAll("\\s+", " ").strip();
  }

  static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** Says whether a text is what it looks like: comparing it in {@link #form} hides nothing but case. */
  static boolean isPlain(String text) {
    return !Invisible.in(text) && Normalizer.isNormalized(text, Normalizer.Form.NFKC);
  }
}
