package io.harden4j.mcp.auth;

import io.harden4j.identity.Principal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens for a service, without a user (OAuth client credentials; MCP extension {@code oauth-client-credentials}): one for each server, the same for every
 * principal, so restrict what it may do. Keep in mind that the server cannot tell principals apart. Thread-safe.
 */
public final class ClientCredentials implements TokenProvider {
  private final ClientIdentity client;
  private final Optional<IdentityAssertion> assertion;
  private final Discovery discovery;
  private final OAuthHttp http;
  private final TokenEndpoint endpoint;
  private final InstantSource clock = InstantSource.system();
  private final Map<ProtectedServer, Tokens> tokens = new ConcurrentHashMap<>();
  private final Map<ProtectedServer, String> issuers = new ConcurrentHashMap<>();

  private ClientCredentials(
      ClientIdentity client, Optional<IdentityAssertion> assertion, boolean privateAddresses) {
    this.client = client;
    this.assertion = assertion;
    this.http = new OAuthHttp(privateAddresses);
    this.discovery = new Discovery(http);
    this.endpoint = new TokenEndpoint(http, clock);
  }

  /** Whether authorization servers may lie in private ranges. */
  public enum Network {
    /** They may not. */
    PUBLIC,
    /** They may, and may speak plain http; for tests and closed networks. */
    PRIVATE
  }

  /** Proves who the client is by a secret. */
  public static ClientCredentials ofSecret(String clientId, String secret, Network network) {
    ClientIdentity client = new ClientIdentity(clientId, Optional.of(secret), "", Optional.empty());
    return new ClientCredentials(client, Optional.empty(), network == Network.PRIVATE);
  }

  /**
   * Proves who the client is by a signed assertion (RFC 7523).
   *
   * @param pem       private key, PKCS #8 in PEM
   * @param algorithm {@code ES256} or {@code RS256}
   */
  public static ClientCredentials ofKey(
      String clientId, String pem, String algorithm, Network network) {
    ClientIdentity client = new ClientIdentity(
        clientId, Optional.empty(), "", Optional.of(AssertionKey.ofPem(pem, algorithm)));
    return new ClientCredentials(client, Optional.empty(), network == Network.PRIVATE);
  }

  /** Uses what an enterprise's identity provider says about the user (MCP extension for enterprise-managed authorization), in place of asking the user. */
  public static ClientCredentials ofIdentity(
      String clientId, String secret, IdentityAssertion identity, Network network) {
    ClientIdentity client = new ClientIdentity(clientId, Optional.of(secret), "", Optional.empty());
    return new ClientCredentials(client, Optional.of(identity), network == Network.PRIVATE);
  }

  @Override
  public Optional<String> token(Principal principal, ProtectedServer server) {
    Tokens known = tokens.get(server);
    return known == null || !known.isFresh(clock.instant())
        ? Optional.empty()
        : Optional.of(known.access());
  }

  @Override
  public synchronized boolean challenged(
      Principal principal, ProtectedServer server, Challenge challenge) {
    if (challenge.status() != 401) {
      return false; // it has asked for all it may have
    }
    Resource resource = discovery.find(server.url(), challenge.parameter("resource_metadata"));
    String bound = issuers.putIfAbsent(server, resource.metadata().issuer());
    if (bound != null && !bound.equals(resource.metadata().issuer())) {
      throw new AuthorizationException(
          "server '" + server.id()
              + "' names another authorization server than before; these credentials are not shown to it");
    }
    tokens.put(server, ask(resource, challenge));
    return true;
  }

  private Tokens ask(Resource resource, Challenge challenge) {
    Map<String, String> form = new LinkedHashMap<>();
    if (assertion.isPresent()) {
      form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
      form.put("assertion", assertion.get().grant(http, resource));
    } else {
      form.put("grant_type", "client_credentials");
      form.put("resource", resource.indicator());
    }
    String scope = challenge.parameter("scope").orElse(String.join(" ", resource.scopes()));
    if (!scope.isEmpty()) {
      form.put("scope", scope);
    }
    return endpoint.ask(resource.metadata(), client, form, java.util.Set.of());
  }
}
