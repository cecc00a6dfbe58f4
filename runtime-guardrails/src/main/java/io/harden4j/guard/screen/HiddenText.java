package io.harden4j.guard.screen;

import io.harden4j.guard.governor.PlainText;
import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Takes out characters that show nothing. Joiners stay where a script or an emoji needs them. Stateless. */
final class HiddenText {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final Set<UnicodeScript> JOINED = Set.of(
      UnicodeScript.ARABIC,
      UnicodeScript.BENGALI,
      UnicodeScript.DEVANAGARI,
      UnicodeScript.GUJARATI,
      UnicodeScript.GURMUKHI,
      UnicodeScript.KANNADA,
      UnicodeScript.MALAYALAM,
      UnicodeScript.ORIYA,
      UnicodeScript.SINHALA,
      UnicodeScript.SYRIAC,
      UnicodeScript.TAMIL,
      UnicodeScript.TELUGU);

  private HiddenText() {}

  static String removed(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int before = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int after = i < text.length() ? text.codePointAt(i) : -1;
      if (c == '\n'
          || c == '\t'
          || (c == '\r' && after == '\n')
          || !PlainText.isHidden(c)
          || isNeeded(c, before, after)) {
        out.appendCodePoint(c);
        before = c;
      }
    }
    return out.length() == text.length() ? text : out.toString();
  }

  private static boolean isNeeded(int c, int before, int after) {
    if (before < 0) {
      return false;
    }
    if (c == EMOJI_STYLE) {
      return isPicture(before);
    }
    if (c == JOINER
        && (isPicture(before)
            || before == EMOJI_STYLE
            || Character.getType(before) == Character.MODIFIER_SYMBOL)) {
      return after >= 0 && isPicture(after);
    }
    boolean joiner = c == JOINER || c == NON_JOINER;
    return joiner
        && after >= 0
        && JOINED.contains(UnicodeScript.of(before))
        && JOINED.contains(UnicodeScript.of(after));
  }

  private static boolean isPicture(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL && c > 0x2000;
  }
}
