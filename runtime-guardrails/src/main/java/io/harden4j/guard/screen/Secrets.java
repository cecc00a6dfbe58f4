package io.harden4j.guard.screen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what gives access: keys and tokens by the prefixes that their issuers publish so that they can be found, private keys, passwords in addresses, values
 * behind words like {@code password} if they look random, and secrets the application names. Immutable.
 *
 * <p>This is the second line. A secret that a model encodes by a rule of its own is not found; that it does not get out is the task of labels.
 */
final class Secrets implements PiiRecognizer {
  /** Shannon entropy in bits a character from which a value behind a telling word counts as random; words of languages stay below. */
  private static final double RANDOM = 3.0;

  private static final Map<String, Pattern> SHAPES = Map.of(
      "private-key",
      Pattern.compile(
          "-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=:,\\s.]{1,20000}+(?:-(?!-))?){0,200}+(?:-----END [A-Z ]{0,40}-----)?"),
      "aws-key",
      Pattern.compile("(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
      "github-token",
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})"),
      "gitlab-token",
      Pattern.compile("(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,255}"),
      "slack-token",
      Pattern.compile("(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,255}"),
      "google-key",
      Pattern.compile("(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}"),
      "api-key",
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:sk|pk|rk)[-_](?:live|test|ant|proj|or)[-_][A-Za-z0-9_-]{16,255}|(?<![A-Za-z0-9])sk-[A-Za-z0-9]{32,255}|(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}|(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,60}"),
      "jwt",
      Pattern.compile(
          "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4096}\\.eyJ[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{0,4096}"),
      "bearer",
      Pattern.compile("(?i)(?<![a-z])bearer\\s{1,3}[a-z0-9._~+/-]{16,4096}=*"),
      "password-in-address",
      Pattern.compile("(?<=://)[^\\s/:@]{1,128}:[^\\s/@]{1,256}(?=@)"));

  private static final Pattern NAMED = Pattern.compile(
      "(?i)(?:passw(?:or)?d|passwort|passphrase|pwd|secret|token|api[_ -]?key|access[_ -]?key|private[_ -]?key|client[_ -]?secret|credential)s?"
          + "[\"'\\]]{0,2}\\s{0,3}(?::|=|=>|is)\\s{0,3}[\"'`]?([^\\s\"'`,;<>{}()]{8,256})");

  private final Set<String> known;

  Secrets(Set<String> values) {
    known = new LinkedHashSet<>();
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      known.add(value);
      known.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      known.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      known.add(HexFormat.of().formatHex(bytes));
      known.add(new StringBuilder(value).reverse().toString());
    }
  }

  @Override
  public List<Span> find(String text) {
    List<Span> found = new ArrayList<>();
    SHAPES.forEach((kind, shape) -> {
      Matcher matcher = shape.matcher(text);
      while (matcher.find()) {
        found.add(new Span(kind, matcher.start(), matcher.end()));
      }
    });
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      if (looksRandom(named.group(1))) {
        found.add(new Span("named-secret", named.start(1), named.end(1)));
      }
    }
    String lower = text.toLowerCase(Locale.ROOT);
    known.forEach(value -> addKnown(value.toLowerCase(Locale.ROOT), lower, found));
    return found;
  }

  private static void addKnown(String value, String text, List<Span> found) {
    for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length())) {
      found.add(new Span("known-secret", at, at + value.length()));
    }
  }

  /** Random values mix kinds of characters; words do not. */
  private static boolean looksRandom(String value) {
    boolean digit = value.chars().anyMatch(Character::isDigit);
    boolean letter = value.chars().anyMatch(Character::isLetter);
    boolean sign = value.chars().anyMatch(c -> "!@#$%^&*+=/".indexOf(c) >= 0);
    return (entropy(value) >= RANDOM && letter && (digit || sign)) || entropy(value) >= 4;
  }

  private static double entropy(String value) {
    Map<Integer, Integer> counts = new HashMap<>();
    value.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double bits = 0;
    for (int count : counts.values()) {
      double p = (double) count / value.length();
      bits -= p * Math.log(p) / Math.log(2);
    }
    return bits;
  }
}
