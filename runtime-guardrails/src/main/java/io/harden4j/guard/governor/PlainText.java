package io.harden4j.guard.governor;

/** Finds characters that a reader does not see or that programs take for others. Stateless. */
public final class PlainText {
  private PlainText() {}

  /** Returns the index of the first character that shows nothing or steers how others are shown: controls, formats, fillers, selectors; -1 if there is none. */
  public static int firstHidden(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isHidden(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }

  /** Says whether a character shows nothing: general categories Cc, Cf, Co, Cn, Cs, Zl, Zp and the default-ignorable code points of Unicode. */
  public static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default ->
        c == 0x034F
            || c == 0x115F
            || c == 0x1160
            || c == 0x17B4
            || c == 0x17B5
            || (c >= 0x180B && c <= 0x180F)
            || c == 0x3164
            || (c >= 0xFE00 && c <= 0xFE0F)
            || c == 0xFFA0
            || (c >= 0xE0000 && c <= 0xE0FFF);
    };
  }

  /** Says whether a text is made of visible ASCII alone. */
  public static boolean isVisibleAscii(String text) {
    return text.chars().allMatch(c -> c > 32 && c < 127);
  }
}
