package io.harden4j.guard;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a number that has one meaning only; {@code 1,234} and {@code 1.234} in prose have two. */
final class Amounts {
  private static final int LONGEST = 32;
  private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]++(\\.[0-9]++)?");
  private static final Pattern TWO_READINGS = Pattern.compile("[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[0-9]++,[0-9]{1,2}");
  private static final Pattern ENGLISH =
      Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})++(\\.[0-9]++)?");
  private static final Pattern CONTINENTAL =
      Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{3})++(,[0-9]++)?");

  private Amounts() {}

  /** Reads a number as a program writes it. */
  static Optional<BigDecimal> exact(String text) {
    return text.length() <= LONGEST && PLAIN.matcher(text).matches()
        ? value(text)
        : Optional.empty();
  }

  /** Reads a number as people write it, currency sign and all. */
  static Optional<BigDecimal> inProse(String token) {
    if (!hasDigit(token)) {
      return Optional.empty(); // a word, as most tokens are
    }
    String text = withoutCurrency(token);
    if (text.length() > LONGEST || TWO_READINGS.matcher(text).matches()) {
      return Optional.empty();
    }
    if (PLAIN.matcher(text).matches()) {
      return value(text);
    }
    if (ENGLISH.matcher(text).matches()) {
      return value(text.replace(",", ""));
    }
    boolean comma =
        DECIMAL_COMMA.matcher(text).matches() || CONTINENTAL.matcher(text).matches();
    return comma ? value(text.replace(".", "").replace(',', '.')) : Optional.empty();
  }

  private static boolean hasDigit(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) >= '0' && token.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static Optional<BigDecimal> value(String text) {
    return Optional.of(normal(new BigDecimal(text)));
  }

  /** Returns the form in which two equal numbers are equal. */
  static BigDecimal normal(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  /** Says whether it is written as money is: with two decimals. */
  static boolean hasCents(String token) {
    int point = Math.max(token.lastIndexOf('.'), token.lastIndexOf(','));
    return point > 0 && point == token.length() - 3;
  }

  static boolean hasCurrency(String token) {
    return !withoutCurrency(token).equals(token);
  }

  private static String withoutCurrency(String token) {
    int start = 0;
    int end = token.length();
    while (start < end && isCurrency(token.charAt(start))) {
      start++;
    }
    while (end > start && isCurrency(token.charAt(end - 1))) {
      end--;
    }
    return token.substring(start, end);
  }

  private static boolean isCurrency(char c) {
    return Character.getType(c) == Character.CURRENCY_SYMBOL;
  }
}
