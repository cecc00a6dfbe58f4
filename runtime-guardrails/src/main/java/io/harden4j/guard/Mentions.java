package io.harden4j.guard;

import io.harden4j.tool.ArgumentRole;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one text mentions, by type: addresses, accounts, hosts, ids, numbers. A value is found only as a whole token of its own type. */
final class Mentions {
  private static final int LONGEST_IBAN_WORDS = 9;

  /** A number this long is an id without a word that says so; a shorter one may be a day, a year or a count. */
  private static final int TELLING_DIGITS = 5;

  private final Set<String> emails = new HashSet<>();
  private final Set<String> ibans = new HashSet<>();
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> links = new HashSet<>();
  private final Set<BigDecimal> amounts = new HashSet<>();
  private final Set<BigDecimal> money = new HashSet<>();
  private final Map<String, Set<String>> numbersByMarker = new HashMap<>();

  private boolean everything;

  private Mentions() {}

  /** Returns what a text counts as mentioning that is too long to be read. */
  static Mentions everything() {
    Mentions all = new Mentions();
    all.everything = true;
    return all;
  }

  static Mentions in(String text) {
    Mentions found = new Mentions();
    List<String> words = Words.of(Normal.form(text));
    for (int i = 0; i < words.size(); i++) {
      found.add(words, i);
    }
    return found;
  }

  private void add(List<String> words, int i) {
    String word = words.get(i);
    EmailAddress.parse(word).ifPresent(address -> emails.add(address.toString()));
    Links.host(word).ifPresent(host -> {
      hosts.add(host);
      links.add(Links.bare(word));
    });
    if (Iban.couldStart(word)) {
      addIban(words, i);
    }
    Dates.Kind kind = Dates.kind(words, i);
    if (kind != Dates.Kind.DATE) {
      Optional<BigDecimal> amount = Amounts.inProse(word);
      amount.ifPresent(amounts::add);
      boolean isMoney = kind == Dates.Kind.MONEY || Amounts.hasCents(word);
      amount.filter(a -> isMoney).ifPresent(money::add);
      if (IdWords.isNumber(word)) {
        if (kind == Dates.Kind.PLAIN) {
          addNumber(word, i == 0 ? "" : words.get(i - 1));
        }
      } else if (IdWords.isTelling(word)) {
        ids.add(IdWords.bare(word));
      }
    }
  }

  /** Numbers in groups of four end where the check digits say so. */
  private void addIban(List<String> words, int from) {
    StringBuilder joined = new StringBuilder();
    int end = Math.min(words.size(), from + LONGEST_IBAN_WORDS);
    for (int i = from; i < end; i++) {
      joined.append(words.get(i));
      Iban.parse(joined.toString()).ifPresent(ibans::add);
      if (words.get(i).length() != 4) {
        return;
      }
    }
  }

  private void addNumber(String word, String before) {
    String number = IdWords.bare(word);
    String marker = word.startsWith("#") ? "#" : before;
    numbersByMarker.computeIfAbsent(number, n -> new HashSet<>()).add(marker);
  }

  /** Says whether the text mentions this value as what the argument is. */
  boolean has(ArgumentRole role, String argument, String value) {
    if (everything) {
      return true;
    }
    return switch (role) {
      case AMOUNT -> Amounts.exact(value).map(amounts::contains).orElse(false);
      case URL -> Links.host(value).map(hosts::contains).orElse(false);
      case PATH -> !value.contains("..") && ids.contains(Normal.form(value));
      case NAME, TIME -> ids.contains(Normal.form(value));
      case IDENTIFIER, DESTINATION -> hasName(argument, value);
      default -> false;
    };
  }

  /** Says whether the text holds this very link; how it begins and a last slash do not count. */
  boolean hasLink(String url) {
    return links.contains(Links.bare(Normal.form(url)));
  }

  /** Says whether a link or a name of the text leads to this host and port. */
  boolean hasHost(String host) {
    return hosts.contains(host);
  }

  /** Says whether the text names exactly this sum of money. */
  boolean hasMoney(BigDecimal amount) {
    return money.contains(amount);
  }

  /** Says whether the text names a sum of money of at least so much. */
  boolean hasMoneyOfAtLeast(BigDecimal amount) {
    return money.stream().anyMatch(sum -> sum.compareTo(amount) >= 0);
  }

  private boolean hasName(String argument, String value) {
    if (value.indexOf('@') > 0) {
      return EmailAddress.parse(value).map(a -> emails.contains(a.toString())).orElse(false);
    }
    Optional<String> iban = Iban.parse(value);
    if (iban.isPresent()) {
      return ibans.contains(iban.get());
    }
    if (value.contains("://")) {
      return WebHost.parse(value).map(hosts::contains).orElse(false);
    }
    String bare = IdWords.bare(Normal.form(value));
    return IdWords.isNumber(bare) ? hasNumber(argument, bare) : ids.contains(bare);
  }

  private boolean hasNumber(String argument, String number) {
    Set<String> markers = numbersByMarker.getOrDefault(number, Set.of());
    if (number.length() >= TELLING_DIGITS) {
      return !markers.isEmpty();
    }
    return markers.stream().anyMatch(IdWords.markersOf(argument)::contains);
  }
}
