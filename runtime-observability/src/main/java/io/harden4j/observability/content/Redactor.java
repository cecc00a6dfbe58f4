package io.harden4j.observability.content;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text before it leaves the process or reaches a file. Asked for every text of a span (content, messages of errors, reasons, names), before
 * the attribute is set and before anything is cut. One that throws or returns null has its text replaced by {@value #FAILED}, never sent.
 *
 * <p><b>Thread safety.</b> Called by many threads at once.
 */
@FunctionalInterface
public interface Redactor {
  /** Stands where a redactor failed. */
  String FAILED = "[redaction failed]";

  /** Stands where a secret was. */
  String MASK = "[redacted]";

  /** Changes nothing. */
  Redactor NONE = text -> text;

  /** Returns the text without what must not be seen. */
  String redact(String text);

  /** Returns one that asks this first and then {@code next}. */
  default Redactor and(Redactor next) {
    return text -> next.redact(redact(text));
  }

  /** Returns one that masks whatever these patterns find. Use possessive or bounded quantifiers: it runs on every text. */
  static Redactor patterns(Pattern... patterns) {
    List<Pattern> all = List.of(patterns);
    return text -> {
      String left = text;
      for (Pattern pattern : all) {
        left = pattern.matcher(left).replaceAll(MASK);
      }
      return left;
    };
  }

  /** Returns one that masks these values wherever they stand: passwords and keys the application knows. Blank ones are left out. */
  static Redactor values(Collection<String> secrets) {
    List<String> all = secrets.stream().filter(s -> !s.isBlank()).toList();
    return text -> {
      String left = text;
      for (String secret : all) {
        left = left.replace(secret, MASK);
      }
      return left;
    };
  }

  /**
   * Returns one that masks what looks like a credential: private keys, bearer and basic authorization, JSON web tokens, and keys with the prefixes of well-known
   * providers. A net with holes, not a wall: give {@link #values} what you know.
   */
  static Redactor credentials() {
    return patterns(
        Pattern.compile(
            "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\\s\\S]{0,10000}?-----END [A-Z ]{0,30}PRIVATE KEY-----"),
        Pattern.compile("(?i)\\b(?:bearer|basic)\\s{1,4}[a-z0-9._~+/=-]{12,}+"),
        Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+"),
        Pattern.compile("\\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}+"),
        Pattern.compile(
            "\\b(?:gh[pousr]_|github_pat_|xox[abpr]-|AIza|AKIA|hf_|glpat-)[A-Za-z0-9_-]{12,}+"));
  }
}
