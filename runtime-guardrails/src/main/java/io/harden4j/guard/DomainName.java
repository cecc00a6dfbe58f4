package io.harden4j.guard;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** Domain names in the one form in which they are compared: ASCII, lower case. */
final class DomainName {
  private DomainName() {}

  /** Returns the ASCII form, or empty if it is no domain name or a label of it mixes alphabets. */
  static Optional<String> parse(String text) {
    for (String label : text.split("[.\u3002\uFF0E\uFF61]", -1)) {
      if (label.isEmpty() || Scripts.mixed(Scripts.of(label)) || Invisible.in(label)) {
        return Optional.empty();
      }
    }
    try {
      String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return ascii.isEmpty() || ascii.length() > 253 ? Optional.empty() : Optional.of(ascii);
    } catch (IllegalArgumentException notADomain) {
      return Optional.empty();
    }
  }
}
