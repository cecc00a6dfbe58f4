package io.harden4j.guard;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Demands on an argument that is a JSON string. Compared character by character, without folding: what is sent is what was compared. A prefix or a glob
 * of a path says nothing about {@code ..} inside it.
 */
public final class TextRule extends ArgumentRule<TextRule> {
  TextRule(ArgumentRules rules, String pointer) {
    super(rules, pointer, "string");
  }

  @Override
  TextRule self() {
    return this;
  }

  /** Demands exactly this text. */
  public TextRule equalTo(String value) {
    return demand("equal to " + Visible.quote(value), n -> n.textValue().equals(value));
  }

  /** Demands one of these texts. */
  public TextRule oneOf(String... values) {
    Set<String> wanted = new TreeSet<>(Set.of(values));
    return demand("one of " + quoted(wanted), n -> wanted.contains(n.textValue()));
  }

  /** Demands this beginning. */
  public TextRule startsWith(String prefix) {
    return demand(
        "a text that starts with " + Visible.quote(prefix), n -> n.textValue().startsWith(prefix));
  }

  /** Demands this end. For addresses use {@link #emailAt}: a list of them has the end of its last one only. */
  public TextRule endsWith(String suffix) {
    return demand(
        "a text that ends with " + Visible.quote(suffix), n -> n.textValue().endsWith(suffix));
  }

  /**
   * Demands a text of this form, where {@code *} stands for any characters and {@code ?} for one; at most {@value Glob#MAX_STARS} stars, texts of at
   * most {@value Glob#MAX_TEXT} characters. Takes time linear in the text.
   */
  public TextRule like(String glob) {
    Glob compiled = Glob.of(glob);
    return demand("like " + Visible.quote(glob), n -> compiled.matches(n.textValue()));
  }

  /** Demands at most so many Unicode characters. */
  public TextRule maxLength(int characters) {
    return demand(
        "at most " + characters + " characters long",
        n -> n.textValue().codePointCount(0, n.textValue().length()) <= characters);
  }

  /** Demands one plain e-mail address at one of these domains, compared in their ASCII form; a list or a look-alike is none. */
  public TextRule emailAt(String... domains) {
    Set<String> wanted = Set.of(domains).stream()
        .map(d -> DomainName.parse(d)
            .orElseThrow(() -> new InvalidPolicyException(
                "'" + Visible.escape(d) + "' is no domain name; write it like \"acme.example\"")))
        .collect(Collectors.toCollection(TreeSet::new));
    return demand(
        "an e-mail address at " + quoted(wanted),
        n -> EmailAddress.parse(n.textValue())
            .map(a -> wanted.contains(a.domain()))
            .orElse(false));
  }

  private static String quoted(Set<String> values) {
    return values.stream().map(Visible::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
