package io.harden4j.guard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Where an http or https address leads: host and port. An address with user info or without a plain host leads nowhere. */
final class WebHost {
  private WebHost() {}

  /** Returns {@code host:port} of an absolute address, or empty. */
  static Optional<String> parse(String url) {
    int scheme = schemeLength(url);
    if (scheme == 0) {
      return Optional.empty();
    }
    int end = scheme;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    boolean backslash = url.indexOf('\\') >= 0;
    return backslash ? Optional.empty() : authority(url.substring(scheme, end), scheme == 8);
  }

  private static int schemeLength(String url) {
    String lower = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://")) {
      return 8;
    }
    return lower.startsWith("http://") ? 7 : 0;
  }

  private static Optional<String> authority(String text, boolean secure) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    if (host.contains("@") || port.contains("@")) {
      return Optional.empty();
    }
    return DomainName.parse(host).flatMap(ascii -> check(ascii, port, secure));
  }

  private static Optional<String> check(String host, String port, boolean secure) {
    try {
      URI uri = new URI(
          "http", null, host, port.isEmpty() ? -1 : Integer.parseInt(port), "/", null, null);
      int actual = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
      return Optional.of(host + ":" + actual);
    } catch (URISyntaxException | NumberFormatException notAnAddress) {
      return Optional.empty();
    }
  }
}
