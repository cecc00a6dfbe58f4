package io.harden4j.mcp;

import io.harden4j.identity.Principal;
import io.harden4j.mcp.auth.TokenProvider;
import java.net.URI;
import java.util.Map;

/**
 * How to reach a server over HTTP. Immutable; made by {@link HttpServerBuilder}.
 *
 * @param settings         what holds for a server of any transport
 * @param url              its one address
 * @param headers          further headers of every request; copied
 * @param tokens           where bearer tokens come from
 * @param catalogue        who lists tools
 * @param privateAddresses whether the address may be private
 */
record HttpServer(
    ServerSettings settings,
    URI url,
    Map<String, String> headers,
    TokenProvider tokens,
    Principal catalogue,
    boolean privateAddresses) {
  HttpServer {
    headers = Map.copyOf(headers);
  }

  String id() {
    return settings.id();
  }

  HttpServer with(ServerSettings changed) {
    return new HttpServer(changed, url, headers, tokens, catalogue, privateAddresses);
  }

  /** Leaves out the headers: they may hold keys. */
  @Override
  public String toString() {
    return "HttpServer[" + id() + ", " + url.getHost() + "]";
  }
}
