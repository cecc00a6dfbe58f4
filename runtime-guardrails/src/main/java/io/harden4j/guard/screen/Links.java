package io.harden4j.guard.screen;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes addresses of hosts that nobody named out of a text, in every form that some reader makes a link or an image of, and makes HTML show as text. Stateless.
 *
 * <p>It does not parse Markdown or HTML: parsers differ. Whatever holds a host behind a scheme, behind two slashes or backslashes, behind {@code www.}, or before a
 * path counts as an address, wherever it stands.
 */
final class Links {
  static final String REMOVED = "[link removed]";

  private static final Pattern TAG = Pattern.compile("<(?=[A-Za-z/!?])");
  private static final Pattern ENTITY =
      Pattern.compile("&(?!(?:lt|gt|amp|quot);)(?=#|[A-Za-z][A-Za-z0-9]{1,31};)");

  /** Ends at white space and at what closes an address in Markdown, HTML and CSS. */
  private static final String REST = "[^\\s<>\"'`)\\]}|]{0,2048}";

  private static final Pattern ADDRESS = Pattern.compile(
      "(?i)(?<![a-z0-9])(?:https?|ftps?|wss?|file|smb|ldap|gopher|blob|intent)\\\\?:[\\\\/]{0,8}"
          + REST
          + "|(?<![a-z0-9])(?:javascript|vbscript|data)\\s{0,3}:(?=\\S)" + REST
          + "|(?<![a-z0-9])mailto:" + REST
          + "|(?<![a-z0-9:\\\\/])[\\\\/]{2,8}(?=[a-z0-9\\[\\P{ASCII}-]{1,63}[.:\\]@])" + REST
          + "|(?<![a-z0-9@._-])www\\.[a-z0-9\\P{ASCII}]" + REST
          + "|(?<![a-z0-9@._/\\\\-])(?:[a-z0-9\\P{ASCII}-]{1,63}\\.){1,8}[a-z]{2,24}(?::[0-9]{1,5})?[/?#](?=[^\\s])"
          + REST);

  private static final Pattern HOST = Pattern.compile(
      "(?i)^(?:[a-z]{2,10}\\\\?:)?[\\\\/]{0,8}(?:[^/\\\\?#@\\s]{0,256}@)?(\\[[0-9a-f:.%]{2,64}\\]|[^/\\\\?#:\\s\\[\\]]{1,253})");

  private Links() {}

  static String escaped(String text) {
    return TAG.matcher(ENTITY.matcher(text).replaceAll("&amp;")).replaceAll("&lt;");
  }

  /** Returns the text without addresses whose host is not permitted. */
  static String stripped(String text, Predicate<String> permitted) {
    Matcher address = ADDRESS.matcher(text);
    StringBuilder out = new StringBuilder();
    while (address.find()) {
      boolean keep = permitted.test(host(address.group()));
      address.appendReplacement(out, Matcher.quoteReplacement(keep ? address.group() : REMOVED));
    }
    return address.appendTail(out).toString();
  }

  /** Returns the host of an address in lower case, or a text that is no host. */
  static String host(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mailto:")) {
      String to = lower.substring(7).split("[?&,;]", 2)[0];
      return to.contains("@") && !lower.contains("?") ? to.substring(to.lastIndexOf('@') + 1) : "?";
    }
    if (lower.matches("(?s)(javascript|vbscript|data|file|blob|intent)\\\\?\\s{0,3}:.*")) {
      return "?";
    }
    Matcher host = HOST.matcher(lower);
    return host.find() && !lower.contains("\\") && !lower.contains("@") ? host.group(1) : "?";
  }

  /** Returns every host that a text mentions in some form of address; bare names of hosts count too. */
  static void collectHosts(String text, Set<String> hosts) {
    Matcher address = ADDRESS.matcher(text);
    while (address.find()) {
      hosts.add(host(address.group()));
    }
    Matcher bare = BARE.matcher(text);
    while (bare.find()) {
      hosts.add(bare.group().toLowerCase(Locale.ROOT));
    }
    hosts.remove("?");
  }

  private static final Pattern BARE =
      Pattern.compile("(?i)(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}(?![a-z0-9-])");
}
