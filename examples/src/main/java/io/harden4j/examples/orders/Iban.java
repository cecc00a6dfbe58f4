package io.harden4j.examples.orders;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks bank account numbers by ISO 13616: form and check digits, not whether the account exists. */
final class Iban {
  private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
  private static final BigInteger MODULUS = BigInteger.valueOf(97);

  private Iban() {}

  /**
   * Returns the number without spaces, in capitals.
   *
   * @throws RefusedCallException if it is not an IBAN
   */
  static String checked(String text) {
    String iban = text.replace(" ", "").toUpperCase(Locale.ROOT);
    if (!FORM.matcher(iban).matches() || !digits(iban).mod(MODULUS).equals(BigInteger.ONE)) {
      throw new RefusedCallException(
          "iban is not a valid IBAN; leave it out to refund to the original payment method");
    }
    return iban;
  }

  private static BigInteger digits(String iban) {
    StringBuilder digits = new StringBuilder();
    (iban.substring(4) + iban.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.digit(c, 36)));
    return new BigInteger(digits.toString());
  }
}
