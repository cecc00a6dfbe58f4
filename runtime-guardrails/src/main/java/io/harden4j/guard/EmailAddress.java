package io.harden4j.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * One plain e-mail address: a dot-atom of ASCII (RFC 5321, section 4.1.2, without quoted strings), one {@code @}, a domain. What two readers could
 * parse differently is no address here.
 */
record EmailAddress(String local, String domain) {
  private static final String ATOM = "!#$%&'*+/=?^_`{|}~-.";

  static Optional<EmailAddress> parse(String text) {
    int at = text.indexOf('@');
    if (at <= 0 || at > 64 || text.length() > 254 || text.indexOf('@', at + 1) >= 0) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    if (!isDotAtom(local)) {
      return Optional.empty();
    }
    return DomainName.parse(text.substring(at + 1))
        .map(domain -> new EmailAddress(local.toLowerCase(Locale.ROOT), domain));
  }

  private static boolean isDotAtom(String local) {
    boolean dots = local.startsWith(".") || local.endsWith(".") || local.contains("..");
    return !dots && local.chars().allMatch(c -> isAsciiAlnum(c) || ATOM.indexOf(c) >= 0);
  }

  private static boolean isAsciiAlnum(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
