package io.harden4j.guard.url;

import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.LeafCheck;
import io.harden4j.guard.governor.PlainText;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.tool.GuardRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lets through only addresses of permitted hosts, all of whose network addresses are public. Forms that programs read differently are refused: user parts,
 * numbers as hosts, anything outside of visible ASCII, backslashes, encoded hosts.
 *
 * <p>A tool's server resolves the name again. A name server that answers differently then is stopped only by a client that connects to the
 * {@link CheckedUrl#addresses() checked addresses}; what the JDK's client keeps in its address cache it cannot be told.
 *
 * <p><b>Thread safety.</b> Immutable; as safe as the resolver.
 */
public final class UrlGovernor implements Governor {
  private static final int LONGEST = 2_048;
  private static final Pattern LABELS =
      Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)(\\.(?!-)[a-z0-9-]{1,63}(?<!-))*");
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private final Set<String> hosts;
  private final Set<String> domains;
  private final Set<String> inner;
  private final boolean anyHost;
  private final Set<String> schemes;
  private final Set<Integer> ports;
  private final HostResolver resolver;

  private UrlGovernor(Builder b) {
    hosts = Set.copyOf(b.hosts);
    domains = Set.copyOf(b.domains);
    inner = Set.copyOf(b.inner);
    anyHost = b.anyHost;
    schemes = Set.copyOf(b.schemes);
    ports = Set.copyOf(b.ports);
    resolver = b.resolver;
  }

  /** Starts with https on its port and no host. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    return LeafCheck.all(request, pointers, "url", "This address may not be used here.", leaf -> {
      try {
        check(LeafCheck.text(leaf, "URL_NOT_PERMITTED"));
        return Optional.empty();
      } catch (UrlRefusedException e) {
        throw new LeafCheck.Refused("URL_NOT_PERMITTED", String.valueOf(e.getMessage()));
      }
    });
  }

  /**
   * Checks an address and resolves its host.
   *
   * @throws UrlRefusedException if it must not be fetched
   */
  public CheckedUrl check(String url) {
    if (url.length() > LONGEST || !PlainText.isVisibleAscii(url) || url.indexOf('\\') >= 0) {
      throw new UrlRefusedException("is too long or holds more than visible ASCII, or a backslash");
    }
    return checked(parsed(url));
  }

  /**
   * Checks where an answer sends a client.
   *
   * @param from     the address that answered
   * @param location its Location header
   * @throws UrlRefusedException if that must not be fetched, or would leave https
   */
  public CheckedUrl redirect(CheckedUrl from, String location) {
    if (location.length() > LONGEST
        || !PlainText.isVisibleAscii(location)
        || location.contains("\\")) {
      throw new UrlRefusedException("redirects in an odd form");
    }
    URI to = from.uri().resolve(parsed(location));
    if ("https".equals(from.uri().getScheme()) && !"https".equals(to.getScheme())) {
      throw new UrlRefusedException("redirects from https to something weaker");
    }
    return check(to.toString());
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new UrlRefusedException("is not written as RFC 3986 says");
    }
  }

  private CheckedUrl checked(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!schemes.contains(scheme) || uri.isOpaque()) {
      throw new UrlRefusedException("has a scheme that is not permitted");
    }
    String authority = uri.getRawAuthority();
    if (uri.getHost() == null
        || authority == null
        || authority.contains("@")
        || authority.contains("%")) {
      throw new UrlRefusedException("has a user part, an odd host or none");
    }
    int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
    if (!ports.contains(port)) {
      throw new UrlRefusedException("has a port that is not permitted");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return new CheckedUrl(uri, host.startsWith("[") ? literal(host) : named(host));
  }

  /** An IPv6 literal is resolved without asking anybody. */
  private List<InetAddress> literal(String host) {
    permitted(host);
    try {
      List<InetAddress> found = List.of(InetAddress.getByName(host));
      return everyOnePublic(host, found);
    } catch (UnknownHostException e) {
      throw new UrlRefusedException("has an odd host");
    }
  }

  private List<InetAddress> named(String host) {
    boolean dotted = host.matches(
        "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    if (!LABELS.matcher(host).matches()
        || host.length() > 253
        || (NUMERIC_END.matcher(host).matches() && !dotted)) {
      throw new UrlRefusedException("has a host that is no plain name, or a number in an odd form");
    }
    permitted(host);
    try {
      return everyOnePublic(host, resolver.resolve(host));
    } catch (UnknownHostException e) {
      throw new UrlRefusedException("has a host that cannot be resolved");
    }
  }

  private void permitted(String host) {
    boolean ok = anyHost
        || hosts.contains(host)
        || inner.contains(host)
        || domains.stream().anyMatch(domain -> host.endsWith("." + domain));
    if (!ok) {
      throw new UrlRefusedException("has a host that is not permitted");
    }
  }

  private List<InetAddress> everyOnePublic(String host, List<InetAddress> found) {
    boolean ok = !found.isEmpty()
        && (inner.contains(host) || found.stream().allMatch(PublicAddress::isPublic));
    if (!ok) {
      throw new UrlRefusedException("leads to an address that is not public");
    }
    return found;
  }

  @Override
  public String toString() {
    return "UrlGovernor " + new TreeSet<>(schemes) + new TreeSet<>(ports)
        + (anyHost
            ? " any host"
            : " hosts " + new TreeSet<>(hosts) + " domains " + new TreeSet<>(domains))
        + " inner " + new TreeSet<>(inner);
  }

  /** Collects what is permitted. Not thread-safe. */
  public static final class Builder {
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> inner = new HashSet<>();
    private final Set<String> schemes = new HashSet<>(Set.of("https"));
    private final Set<Integer> ports = new HashSet<>(Set.of(443));
    private boolean anyHost;
    private HostResolver resolver = HostResolver.SYSTEM;

    private Builder() {}

    /** Permits exactly these hosts, in ASCII form ({@code xn--...} for others). */
    public Builder host(String... names) {
      for (String name : names) {
        hosts.add(name.toLowerCase(Locale.ROOT));
      }
      return this;
    }

    /** Permits every host below a domain, not the domain itself. */
    public Builder below(String domain) {
      domains.add(domain.toLowerCase(Locale.ROOT));
      return this;
    }

    /** Permits a host whose addresses are not public. */
    public Builder innerHost(String name) {
      inner.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /** Permits every host with public addresses. The host then is a way out for data: ground it in what the user said. */
    public Builder anyPublicHost() {
      anyHost = true;
      return this;
    }

    /** Permits http and its port too. */
    public Builder http() {
      schemes.add("http");
      ports.add(80);
      return this;
    }

    /** Permits a further port. */
    public Builder port(int port) {
      ports.add(port);
      return this;
    }

    /** Sets who resolves names; default {@link HostResolver#SYSTEM}. */
    public Builder resolver(HostResolver newResolver) {
      resolver = newResolver;
      return this;
    }

    /** Returns the governor. */
    public UrlGovernor build() {
      return new UrlGovernor(this);
    }
  }
}
