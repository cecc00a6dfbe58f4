package io.harden4j.mcp.auth;

import io.harden4j.identity.Principal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OAuth 2.1 for MCP servers, as MCP 2026-07-28 has it ("Authorization"): discovery, PKCE, resource indicators, a check of who answered, and more scopes where
 * a call needs them. Credentials of a client belong to the authorization server that gave them and are never shown to another.
 *
 * <p>Tokens are kept in memory, by principal and server. <b>Thread safety.</b> Safe for concurrent use; one authorization a principal and server at a time.
 */
public final class OAuth implements TokenProvider {
  private final OAuthClients clients;
  private final Optional<UserConsent> consent;
  private final URI redirect;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final Map<Key, Grant> grants = new ConcurrentHashMap<>();

  OAuth(OAuthBuilder builder) {
    OAuthHttp http = new OAuthHttp(builder.privateAddresses);
    this.clock = builder.clock;
    this.clients = new OAuthClients(builder, http);
    this.consent = Optional.ofNullable(builder.consent);
    this.redirect = builder.redirect;
    this.discovery = new Discovery(http);
    this.endpoint = new TokenEndpoint(http, clock);
  }

  /**
   * Starts a description.
   *
   * @param redirect where the browser comes back to after the user agreed
   * @param consent  leads the user there
   */
  public static OAuthBuilder builder(URI redirect, UserConsent consent) {
    return new OAuthBuilder(redirect, consent);
  }

  private record Key(String tenant, String principal, URI server) {}

  /** What one principal has at one server. Guarded by itself. */
  private static final class Grant {
    Optional<Resource> resource = Optional.empty();
    Optional<Tokens> tokens = Optional.empty();
    final Set<String> scopes = new LinkedHashSet<>();
  }

  private Grant grant(Principal principal, ProtectedServer server) {
    Key key = new Key(principal.tenant().id(), principal.id(), server.url());
    return grants.computeIfAbsent(key, k -> new Grant());
  }

  @Override
  public Optional<String> token(Principal principal, ProtectedServer server) {
    Grant grant = grant(principal, server);
    synchronized (grant) {
      Optional<Tokens> tokens = grant.tokens;
      if (tokens.isPresent() && !tokens.get().isFresh(clock.instant())) {
        grant.tokens = refreshed(grant, tokens.get());
      }
      return grant.tokens.map(Tokens::access);
    }
  }

  private Optional<Tokens> refreshed(Grant grant, Tokens old) {
    if (old.refresh().isEmpty() || grant.resource.isEmpty()) {
      return Optional.empty();
    }
    Resource resource = grant.resource.get();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", old.refresh().get());
    form.put("resource", resource.indicator());
    try {
      Tokens tokens =
          endpoint.ask(resource.metadata(), clients.of(resource.metadata()), form, old.scopes());
      return Optional.of(
          tokens.refresh().isPresent()
              ? tokens
              : new Tokens(tokens.access(), old.refresh(), tokens.expires(), tokens.scopes()));
    } catch (AuthorizationException e) {
      return Optional.empty(); // the server will challenge, and the user is asked again
    }
  }

  @Override
  public boolean challenged(Principal principal, ProtectedServer server, Challenge challenge) {
    Grant grant = grant(principal, server);
    synchronized (grant) {
      Set<String> wanted = challenge
          .parameter("scope")
          .<Set<String>>map(s -> new LinkedHashSet<>(List.of(s.strip().split("\\s+"))))
          .orElse(Set.of());
      boolean more = challenge.status() == 403;
      if (more && (wanted.isEmpty() || grant.scopes.containsAll(wanted))) {
        return false; // it was asked for already: no further page will help
      }
      Resource resource = discovery.find(server.url(), challenge.parameter("resource_metadata"));
      boolean moved = grant
          .resource
          .filter(r -> !r.metadata().issuer().equals(resource.metadata().issuer()))
          .isPresent();
      if (moved) {
        grant.scopes.clear();
      }
      grant.resource = Optional.of(resource);
      grant.scopes.addAll(wanted.isEmpty() ? resource.scopes() : wanted);
      grant.tokens = Optional.of(authorize(server, resource, grant.scopes));
      return true;
    }
  }

  private Tokens authorize(ProtectedServer server, Resource resource, Set<String> scopes) {
    ServerMetadata metadata = resource.metadata();
    UserConsent asks = consent.orElseThrow(
        () -> new AuthorizationException("nobody can be asked; give the OAuth builder a consent"));
    URI page = metadata
        .authorization()
        .orElseThrow(() -> new AuthorizationException(
            "the authorization server " + metadata.issuer() + " has no page for users"));
    if (!metadata.pkce()) {
      throw new AuthorizationException("the authorization server " + metadata.issuer()
          + " does not declare PKCE with S256, so its codes could be stolen");
    }
    ClientIdentity client = clients.of(metadata);
    Set<String> asked = new LinkedHashSet<>(scopes);
    if (metadata.scopes().contains("offline_access")) {
      asked.add("offline_access");
    }
    Pkce pkce = Pkce.fresh();
    String state = Pkce.random();
    URI address = address(page, client, resource, asked, pkce, state);
    URI back = asks.ask(new UserConsent.Request(server.id(), address, metadata.issuer(), asked));
    String code = code(back, state, metadata);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", pkce.verifier());
    form.put("resource", resource.indicator());
    return endpoint.ask(metadata, client, form, asked);
  }

  private URI address(
      URI page,
      ClientIdentity client,
      Resource resource,
      Set<String> scopes,
      Pkce pkce,
      String state) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", redirect.toString());
    query.put("state", state);
    query.put("code_challenge", pkce.challenge());
    query.put("code_challenge_method", "S256");
    query.put("resource", resource.indicator());
    if (!scopes.isEmpty()) {
      query.put("scope", String.join(" ", scopes));
    }
    String joint = page.getRawQuery() == null ? "?" : "&";
    return URI.create(page + joint + OAuthHttp.encode(query));
  }

  /** Checks that it is our question that was answered, and by whom (RFC 9207, section 2.4), before it looks at anything else. */
  private static String code(URI back, String state, ServerMetadata metadata) {
    Map<String, String> answer = query(back);
    String iss = answer.get("iss");
    if (iss == null ? metadata.issInResponse() : !iss.equals(metadata.issuer())) {
      throw new AuthorizationException(
          "the answer does not come from the authorization server that was asked (iss); it is not used");
    }
    if (!state.equals(answer.get("state"))) {
      throw new AuthorizationException("the answer is to another question (state); it is not used");
    }
    String code = answer.get("code");
    if (code == null) {
      throw new AuthorizationException("the user or the authorization server refused ("
          + String.valueOf(answer.get("error")).replaceAll("[^a-z_]", "?") + ")");
    }
    return code;
  }

  private static Map<String, String> query(URI back) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : String.valueOf(back.getRawQuery()).split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        found.putIfAbsent(
            URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return found;
  }
}
