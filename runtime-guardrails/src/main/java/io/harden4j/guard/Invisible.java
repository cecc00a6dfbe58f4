package io.harden4j.guard;

/**
 * Characters that a reader does not see or that move what he sees: controls, format characters (bidi overrides, zero-width, tags) and the rest of
 * Unicode's Default_Ignorable_Code_Point.
 */
final class Invisible {
  private Invisible() {}

  static boolean is(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> true;
      default -> isIgnorable(c);
    };
  }

  static boolean in(String text) {
    return text.codePoints().anyMatch(Invisible::is);
  }

  /** Says whether Unicode lets a renderer show nothing for it; white space and other controls are not among these. */
  static boolean isIgnorable(int c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034F
        || between(c, 0x115F, 0x1160)
        || between(c, 0x17B4, 0x17B5)
        || between(c, 0x180B, 0x180F)
        || c == 0x2065
        || c == 0x3164
        || between(c, 0xFE00, 0xFE0F)
        || c == 0xFFA0
        || between(c, 0xFFF0, 0xFFF8)
        || between(c, 0xE0000, 0xE0FFF);
  }

  private static boolean between(int c, int low, int high) {
    return c >= low && c <= high;
  }
}
