package io.harden4j.guard;

import java.util.Optional;

/** Says what is wrong with a text that names a receiver. */
final class Destinations {
  private Destinations() {}

  static Optional<String> fault(String text) {
    if (isOne(text)) {
      return Optional.empty();
    }
    for (String part : text.split("[,;\\s]+", -1)) {
      if (!part.equals(text) && isOne(part)) {
        return Optional.of("holds a list or more than the address in one text; send an array");
      }
    }
    if (text.indexOf('@') > 0) {
      return Optional.of("holds an @ and is not one plain e-mail address");
    }
    return text.contains("://") && Scripts.mixed(Scripts.of(text))
        ? Optional.of("is an address that mixes alphabets")
        : Optional.empty();
  }

  private static boolean isOne(String text) {
    return EmailAddress.parse(text).isPresent()
        || Iban.parse(text).isPresent()
        || WebHost.parse(text).isPresent();
  }
}
