package io.harden4j.guard.screen;

import java.math.BigInteger;
import java.util.Map;

/** Published check-digit rules. Each takes a candidate without separators. Stateless. */
final class CheckDigits {
  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
  private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  /** Lengths of the IBAN registry (ISO 13616, SWIFT). */
  static final Map<String, Integer> IBAN_LENGTHS = Map.ofEntries(
      Map.entry("AD", 24),
      Map.entry("AE", 23),
      Map.entry("AL", 28),
      Map.entry("AT", 20),
      Map.entry("BA", 20),
      Map.entry("BE", 16),
      Map.entry("BG", 22),
      Map.entry("BH", 22),
      Map.entry("BR", 29),
      Map.entry("CH", 21),
      Map.entry("CR", 22),
      Map.entry("CY", 28),
      Map.entry("CZ", 24),
      Map.entry("DE", 22),
      Map.entry("DK", 18),
      Map.entry("DO", 28),
      Map.entry("EE", 20),
      Map.entry("EG", 29),
      Map.entry("ES", 24),
      Map.entry("FI", 18),
      Map.entry("FO", 18),
      Map.entry("FR", 27),
      Map.entry("GB", 22),
      Map.entry("GE", 22),
      Map.entry("GI", 23),
      Map.entry("GL", 18),
      Map.entry("GR", 27),
      Map.entry("HR", 21),
      Map.entry("HU", 28),
      Map.entry("IE", 22),
      Map.entry("IL", 23),
      Map.entry("IS", 26),
      Map.entry("IT", 27),
      Map.entry("JO", 30),
      Map.entry("KW", 30),
      Map.entry("KZ", 20),
      Map.entry("LB", 28),
      Map.entry("LI", 21),
      Map.entry("LT", 20),
      Map.entry("LU", 20),
      Map.entry("LV", 21),
      Map.entry("MC", 27),
      Map.entry("MD", 24),
      Map.entry("ME", 22),
      Map.entry("MK", 19),
      Map.entry("MT", 31),
      Map.entry("NL", 18),
      Map.entry("NO", 15),
      Map.entry("PK", 24),
      Map.entry("PL", 28),
      Map.entry("PT", 25),
      Map.entry("QA", 29),
      Map.entry("RO", 24),
      Map.entry("RS", 22),
      Map.entry("SA", 24),
      Map.entry("SE", 24),
      Map.entry("SI", 19),
      Map.entry("SK", 24),
      Map.entry("SM", 27),
      Map.entry("TN", 24),
      Map.entry("TR", 26),
      Map.entry("UA", 29),
      Map.entry("XK", 20));

  private CheckDigits() {}

  /** Payment cards: the Luhn formula of ISO/IEC 7812-1, and the number ranges and lengths that networks have been given. */
  static boolean card(String digits) {
    int two = Integer.parseInt(digits.substring(0, 2));
    int four = Integer.parseInt(digits.substring(0, 4));
    int n = digits.length();
    boolean network = (digits.charAt(0) == '4' && (n == 13 || n == 16 || n == 19))
        || (n == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)))
        || (n == 15 && (two == 34 || two == 37))
        || (n >= 16 && (two == 65 || two == 62 || two == 35 || four == 6011))
        || (n == 14 && (two == 36 || two == 38 || two == 30));
    return network && luhn(digits);
  }

  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int d = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = i % 2 == 1 ? 2 * d : d;
      sum += twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }

  /** ISO 13616: the first four characters moved to the end, letters as 10 to 35, remainder 1 by 97; with the country's length. */
  static boolean iban(String text) {
    Integer length = IBAN_LENGTHS.get(text.substring(0, 2));
    if (length == null || text.length() != length) {
      return false;
    }
    StringBuilder number = new StringBuilder();
    (text.substring(4) + text.substring(0, 4))
        .chars()
        .forEach(c -> number.append(Character.digit(c, 36)));
    return new BigInteger(number.toString()).mod(NINETY_SEVEN).intValue() == 1;
  }

  /** Spain, DNI and NIE: the letter is the number's remainder by 23 in a fixed alphabet; X, Y, Z stand for 0, 1, 2 (Real Decreto 1553/2005, Orden INT/2058/2008). */
  static boolean dni(String text) {
    String number =
        text.substring(0, text.length() - 1).replace('X', '0').replace('Y', '1').replace('Z', '2');
    return DNI.charAt(Integer.parseInt(number) % 23) == text.charAt(text.length() - 1);
  }

  /** Italy, codice fiscale: odd places by a table, even ones by their value, sum by 26 (Decreto ministeriale 23 dicembre 1976). */
  static boolean codiceFiscale(String text) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = text.charAt(i);
      int value = Character.isDigit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? ODD[value] : value;
    }
    return 'A' + sum % 26 == text.charAt(15);
  }

  /** Germany, tax identification number: ISO/IEC 7064 MOD 11,10, no leading 0, one digit among the first ten two or three times (Bundeszentralamt für Steuern). */
  static boolean steuerId(String digits) {
    long most = digits
        .substring(0, 10)
        .chars()
        .mapToLong(c -> digits.substring(0, 10).chars().filter(d -> d == c).count())
        .max()
        .orElse(0);
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (digits.charAt(i) - '0' + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int check = (11 - product) % 10;
    return digits.charAt(0) != '0' && (most == 2 || most == 3) && check == digits.charAt(10) - '0';
  }

  /** Netherlands, burgerservicenummer: weights 9 to 2 and -1, divisible by 11 (the "elfproef" of RvIG). */
  static boolean bsn(String digits) {
    int sum = -(digits.charAt(8) - '0');
    for (int i = 0; i < 8; i++) {
      sum += (9 - i) * (digits.charAt(i) - '0');
    }
    return sum % 11 == 0 && Integer.parseInt(digits) > 0;
  }

  /** France, NIR: the last two digits are 97 less the remainder of the first 13 by 97; 2A and 2B count as 19 and 18 (INSEE). */
  static boolean nir(String text) {
    String number = text.substring(0, 13).replace("2A", "19").replace("2B", "18");
    int month = Integer.parseInt(number.substring(3, 5));
    boolean born = (month >= 1 && month <= 12) || month >= 20;
    long key = 97 - Long.parseLong(number) % 97;
    return born && key == Long.parseLong(text.substring(13));
  }

  /** Poland, PESEL: weights 1 3 7 9, sum by 10; the first six digits are a date, with the century in the month (Ustawa o ewidencji ludności). */
  static boolean pesel(String digits) {
    int month = Integer.parseInt(digits.substring(2, 4)) % 20;
    int day = Integer.parseInt(digits.substring(4, 6));
    int[] weights = {1, 3, 7, 9};
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += weights[i % 4] * (digits.charAt(i) - '0');
    }
    boolean date = month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return date && (10 - sum % 10) % 10 == digits.charAt(10) - '0';
  }
}
