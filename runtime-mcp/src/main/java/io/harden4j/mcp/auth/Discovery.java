package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the authorization server of an MCP server: protected-resource metadata (RFC 9728), then the server's own metadata, as MCP 2026-07-28 orders the
 * places to look at; for servers of 2025-03-26 without the former, on the server itself.
 */
final class Discovery {
  private static final String RESOURCE = "/.well-known/oauth-protected-resource";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  private final OAuthHttp http;

  Discovery(OAuthHttp http) {
    this.http = http;
  }

  /** @throws AuthorizationException if what is found does not belong together */
  Resource find(URI server, Optional<String> metadataUrl) {
    Optional<JsonNode> document = protectedResource(server, metadataUrl);
    if (document.isEmpty()) {
      return new Resource(canonical(server), Set.of(), onServerItself(server));
    }
    String indicator = document.get().path("resource").asText("");
    requireSame(server, indicator);
    String issuer = document.get().path("authorization_servers").path(0).asText("");
    if (issuer.isEmpty()) {
      return new Resource(
          indicator,
          ServerMetadata.texts(document.get(), "scopes_supported"),
          onServerItself(server));
    }
    return new Resource(
        indicator,
        ServerMetadata.texts(document.get(), "scopes_supported"),
        authorizationServer(URI.create(issuer), issuer));
  }

  private Optional<JsonNode> protectedResource(URI server, Optional<String> metadataUrl) {
    if (metadataUrl.isPresent()) {
      return http.document(URI.create(metadataUrl.get()));
    }
    Set<URI> places = new LinkedHashSet<>();
    places.add(origin(server).resolve(RESOURCE + path(server)));
    places.add(origin(server).resolve(RESOURCE));
    return firstOf(places);
  }

  private Optional<JsonNode> firstOf(Iterable<URI> places) {
    for (URI place : places) {
      Optional<JsonNode> document = http.document(place);
      if (document.isPresent()) {
        return document;
      }
    }
    return Optional.empty();
  }

  /** A document about another resource must not make us fetch a token for that one, or send it here. */
  private static void requireSame(URI server, String indicator) {
    URI resource = indicator.isEmpty() ? null : URI.create(indicator);
    boolean same = resource != null
        && origin(resource).equals(origin(server))
        && (path(server).equals(path(resource))
            || path(server)
                .startsWith(path(resource).endsWith("/") ? path(resource) : path(resource) + "/"));
    if (!same) {
      throw new AuthorizationException("the protected-resource metadata of " + server.getHost()
          + " is about another resource; no token is asked for");
    }
  }

  private ServerMetadata authorizationServer(URI issuer, String name) {
    String path = path(issuer);
    URI origin = origin(issuer);
    List<URI> places = new ArrayList<>();
    places.add(origin.resolve(OAUTH + path));
    places.add(origin.resolve(OPENID + path));
    if (!path.isEmpty()) {
      places.add(origin.resolve(path + OPENID));
    }
    JsonNode document = firstOf(places)
        .orElseThrow(
            () -> new AuthorizationException("no authorization server metadata is at " + places));
    ServerMetadata metadata = ServerMetadata.of(document);
    if (!metadata.issuer().equals(name)) {
      throw new AuthorizationException("the metadata found for issuer '" + name
          + "' names another issuer, so it is not used (RFC 8414, section 3.3)");
    }
    return metadata;
  }

  /** Its endpoints must be its own: no document says that others speak for it. */
  private ServerMetadata onServerItself(URI server) {
    URI origin = origin(server);
    Optional<JsonNode> document = http.document(origin.resolve(OAUTH));
    if (document.isEmpty()) {
      return ServerMetadata.assumed(origin);
    }
    ServerMetadata metadata = ServerMetadata.of(document.get());
    boolean own = origin(metadata.token()).equals(origin)
        && metadata.authorization().map(a -> origin(a).equals(origin)).orElse(true);
    if (!own) {
      throw new AuthorizationException("the server at " + origin.getHost()
          + " names endpoints of another one without protected-resource metadata");
    }
    return metadata;
  }

  static URI origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(java.util.Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    String port = url.getPort() < 0 || url.getPort() == standard ? "" : ":" + url.getPort();
    return URI.create(
        scheme + "://" + String.valueOf(url.getHost()).toLowerCase(java.util.Locale.ROOT) + port);
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return path.equals("/") ? "" : path;
  }

  private static String canonical(URI server) {
    return origin(server) + path(server);
  }
}
