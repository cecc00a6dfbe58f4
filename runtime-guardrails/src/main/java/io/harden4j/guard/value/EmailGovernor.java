package io.harden4j.guard.value;

import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.LeafCheck;
import io.harden4j.guard.governor.LeafCheck.Refused;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.tool.GuardRequest;
import java.net.IDN;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lets through only e-mail addresses that every reader takes for the same one: one address a value, a plain local part (a subset of RFC 5321's dot-string),
 * a domain in ASCII that is permitted. Lists in one text, display names, quotes and comments are refused.
 *
 * <p><b>Thread safety.</b> Immutable; safe for concurrent use.
 */
public final class EmailGovernor implements Governor {
  private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9_+'-]+(\\.[A-Za-z0-9_+'-]+)*");
  private static final Pattern DOMAIN = Pattern.compile(
      "(?!-)[a-z0-9-]{1,63}(?<!-)(\\.(?!-)[a-z0-9-]{1,63}(?<!-))*\\.(xn--[a-z0-9-]{1,59}|[a-z]{2,63})");

  private final Set<String> domains;
  private final boolean any;

  private EmailGovernor(Set<String> domains, boolean any) {
    this.domains = Set.copyOf(domains);
    this.any = any;
  }

  /** Permits addresses of these domains; one with other letters is compared in its ASCII form. */
  public static EmailGovernor of(String... domains) {
    Set<String> ascii = new HashSet<>();
    for (String domain : domains) {
      ascii.add(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
    }
    return new EmailGovernor(ascii, false);
  }

  /** Permits addresses of any domain, in the plain form only. */
  public static EmailGovernor anyDomain() {
    return new EmailGovernor(Set.of(), true);
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    return LeafCheck.all(
        request,
        pointers,
        "email",
        "This is not an address that may be written to. Give one plain address.",
        leaf -> {
          check(LeafCheck.text(leaf, "EMAIL_NOT_PERMITTED"));
          return Optional.empty();
        });
  }

  private void check(String address) throws Refused {
    int at = address.indexOf('@');
    boolean plain = at > 0
        && at <= 64
        && address.length() <= 254
        && LOCAL.matcher(address.substring(0, at)).matches();
    String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
    if (!plain || !DOMAIN.matcher(domain).matches()) {
      throw new Refused("EMAIL_NOT_PERMITTED", "is not one plain e-mail address in ASCII");
    }
    if (!any && !domains.contains(domain)) {
      throw new Refused("EMAIL_NOT_PERMITTED", "has a domain that is not permitted");
    }
  }

  @Override
  public String toString() {
    return "EmailGovernor " + (any ? "any domain" : new TreeSet<>(domains));
  }
}
