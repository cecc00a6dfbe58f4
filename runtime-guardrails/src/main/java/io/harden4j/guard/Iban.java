package io.harden4j.guard;

import java.util.Locale;
import java.util.Optional;

/** International bank account numbers (ISO 13616), compared without spaces and in upper case; the check digits must be right. */
final class Iban {
  private static final int SHORTEST = 15;
  private static final int LONGEST = 34;

  private Iban() {}

  /** Returns the number without spaces, or empty if the text is not exactly one. */
  static Optional<String> parse(String text) {
    if (text.length() > 2 * LONGEST) {
      return Optional.empty();
    }
    String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
    return isValid(compact) ? Optional.of(compact) : Optional.empty();
  }

  /** Says whether a number could begin with this word. */
  static boolean couldStart(String word) {
    return word.length() >= 4
        && isLetter(word.charAt(0))
        && isLetter(word.charAt(1))
        && isDigit(word.charAt(2))
        && isDigit(word.charAt(3));
  }

  private static boolean isValid(String compact) {
    if (compact.length() < SHORTEST || compact.length() > LONGEST || !couldStart(compact)) {
      return false;
    }
    int remainder = 0;
    for (int i = 0; i < compact.length(); i++) {
      char c = compact.charAt((i + 4) % compact.length());
      if (!isLetter(c) && !isDigit(c)) {
        return false;
      }
      int value = Character.digit(c, 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
