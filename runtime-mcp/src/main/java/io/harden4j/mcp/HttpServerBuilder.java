package io.harden4j.mcp;

import io.harden4j.identity.Principal;
import io.harden4j.mcp.auth.TokenProvider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Describes a server that is spoken to over Streamable HTTP.
 *
 * <p><b>Credentials</b> go to the address given here and to no other: redirects are not followed. <b>Addresses</b> in private ranges, this machine included,
 * are refused unless {@link #allowPrivateAddresses} says otherwise.
 */
public final class HttpServerBuilder extends ServerBuilder<HttpServerBuilder> {
  private static final Set<String> OURS = Set.of(
      "accept",
      "authorization",
      "connection",
      "content-length",
      "content-type",
      "expect",
      "host",
      "last-event-id",
      "mcp-method",
      "mcp-name",
      "mcp-protocol-version",
      "mcp-session-id",
      "upgrade");

  private final URI url;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private TokenProvider tokens = TokenProvider.NONE;
  private Principal catalogue = Principal.of("mcp-catalogue", "mcp-catalogue");
  private boolean privateAddresses;

  HttpServerBuilder(String id, URI url) {
    super(id);
    this.url = url;
    if (url.getHost() == null
        || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))
        || url.getUserInfo() != null) {
      throw new IllegalArgumentException("the address of server '" + id
          + "' must be http or https with a host and without a user name: " + url.getScheme()
          + "://"
          + url.getHost());
    }
  }

  @Override
  HttpServerBuilder self() {
    return this;
  }

  /** Sends a header with every request, such as an API key. */
  public HttpServerBuilder header(String name, String value) {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))
        || !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException(
          "header '" + Texts.printable(name)
              + "' is set by the client itself or is no header name; for Authorization use tokens(...)");
    }
    headers.put(name, value);
    return this;
  }

  /** Gets bearer tokens here; default: none are sent. Connections are then one for each principal, unless {@link #scope} is called after this. */
  public HttpServerBuilder tokens(TokenProvider provider) {
    tokens = provider;
    return scope(ConnectionScope.PRINCIPAL);
  }

  /** Lists tools for this principal, whose token is then used; default: {@code mcp-catalogue} of a tenant of the same name. */
  public HttpServerBuilder listAs(Principal principal) {
    catalogue = principal;
    return this;
  }

  /** Lets the address lie in a private range: this machine, a local network. Default: refused, since an address may come from a file that others write. */
  public HttpServerBuilder allowPrivateAddresses() {
    privateAddresses = true;
    return this;
  }

  HttpServer build() {
    return new HttpServer(settings(), url, headers, tokens, catalogue, privateAddresses);
  }
}
