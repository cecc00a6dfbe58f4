package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who this client is to each authorization server: agreed before, named by a document, or registered. Thread-safe. */
final class OAuthClients {
  private final OAuthHttp http;
  private final Map<String, ClientIdentity> known;
  private final Optional<URI> document;
  private final boolean dynamic;
  private final String name;
  private final URI redirect;
  private Optional<ClientIdentity> anywhere;

  OAuthClients(OAuthBuilder builder, OAuthHttp http) {
    this.http = http;
    this.known = new ConcurrentHashMap<>(builder.registered);
    this.anywhere = builder.anywhere;
    this.document = builder.metadataDocument;
    this.dynamic = builder.dynamic;
    this.name = builder.name;
    this.redirect = builder.redirect;
  }

  synchronized ClientIdentity of(ServerMetadata server) {
    ClientIdentity identity = known.get(server.issuer());
    if (identity != null) {
      return identity;
    }
    ClientIdentity found = find(server);
    known.put(server.issuer(), found);
    return found;
  }

  private ClientIdentity find(ServerMetadata server) {
    if (anywhere.isPresent()) {
      ClientIdentity bound = anywhere.get();
      anywhere = Optional.empty(); // it belongs to this issuer from now on
      return bound;
    }
    if (document.isPresent() && server.metadataDocuments()) {
      return new ClientIdentity(
          document.get().toString(), Optional.empty(), "none", Optional.empty());
    }
    if (dynamic && server.registration().isPresent()) {
      return register(server, server.registration().get());
    }
    throw new AuthorizationException(
        "this client is not known to the authorization server "
            + server.issuer()
            + ". Register it there and call client(issuer, id, secret), or allow metadataDocument or registerDynamically");
  }

  private ClientIdentity register(ServerMetadata server, URI endpoint) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("client_name", name);
    about.put("redirect_uris", List.of(redirect.toString()));
    about.put("grant_types", List.of("authorization_code", "refresh_token"));
    about.put("response_types", List.of("code"));
    boolean loopback = "localhost".equals(redirect.getHost())
        || "127.0.0.1".equals(redirect.getHost())
        || "[::1]".equals(redirect.getHost());
    boolean web = "https".equals(redirect.getScheme()) && !loopback;
    about.put("application_type", web ? "web" : "native");
    about.put("token_endpoint_auth_method", method(server));
    OAuthHttp.Answer answer = http.postJson(endpoint, OAuthHttp.object(about));
    JsonNode body = answer.body();
    String id = body.path("client_id").asText("");
    if (answer.status() / 100 != 2 || id.isEmpty()) {
      throw new AuthorizationException("the authorization server " + server.issuer()
          + " did not register this client (HTTP " + answer.status() + ")");
    }
    String secret = body.path("client_secret").asText("");
    return new ClientIdentity(
        id,
        secret.isEmpty() ? Optional.empty() : Optional.of(secret),
        body.path("token_endpoint_auth_method").asText(""),
        Optional.empty());
  }

  private static String method(ServerMetadata server) {
    for (String method : List.of("none", "client_secret_basic", "client_secret_post")) {
      if (server.authMethods().contains(method)) {
        return method;
      }
    }
    return "client_secret_basic";
  }
}
