package io.harden4j.guard;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The links in a text: what a reader's program would make one of, with or without a scheme. */
final class Links {
  /** Stands for a link that leads nowhere one could name. */
  static final String NOWHERE = "";

  private static final Pattern BARE = Pattern.compile(
      "([\\p{L}\\p{M}\\p{N}_-]{1,63}[.\u3002]){1,126}[\\p{L}\\p{M}]{2,24}\\.?(:[0-9]{1,5})?([/?#].*)?");

  private Links() {}

  /** Returns the host and port that one word leads to, or empty if it is no link or a faulty one. */
  static Optional<String> host(String word) {
    if (word.contains("://")) {
      return WebHost.parse(word);
    }
    return isBare(word) ? WebHost.parse("https://" + word) : Optional.empty();
  }

  private static boolean isBare(String word) {
    boolean dotted = word.indexOf('.') >= 0 || word.indexOf('\u3002') >= 0;
    if (!dotted || word.indexOf('@') >= 0 || !BARE.matcher(word).matches()) {
      return false;
    }
    int end = 0;
    while (end < word.length() && "/?#:".indexOf(word.charAt(end)) < 0) {
      end++;
    }
    String host = word.substring(0, end).replace('\u3002', '.');
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    boolean leadsInside = end < word.length() && "/?".indexOf(word.charAt(end)) >= 0;
    boolean isFile =
        name.indexOf('_') >= 0 || Title.isExtension(name.substring(name.lastIndexOf('.') + 1));
    return word.startsWith("www.") || leadsInside || !isFile;
  }

  /** Returns a link without its scheme and its last slash. */
  static String bare(String link) {
    int scheme = link.indexOf("://");
    String rest = scheme < 0 ? link : link.substring(scheme + 3);
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /** Returns where the links of a text lead, {@link #NOWHERE} among them for each that has no plain host. */
  static Set<String> in(String text) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String word : Words.of(Normal.form(text))) {
      boolean opaque = word.contains("//")
          || word.startsWith("\\\\")
          || word.startsWith("data:")
          || word.startsWith("javascript:")
          || isBare(word);
      Optional<String> host = host(word);
      if (host.isPresent() || opaque) {
        hosts.add(host.orElse(NOWHERE));
      }
    }
    return hosts;
  }
}
