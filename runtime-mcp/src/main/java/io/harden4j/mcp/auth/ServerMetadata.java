package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an authorization server says of itself (RFC 8414, OpenID Connect Discovery).
 *
 * @param issuer            who it is, by simple string comparison
 * @param authorization     where users agree; empty if it has no such flow
 * @param token             where tokens are issued
 * @param registration      where clients register
 * @param authMethods       ways in which clients prove who they are; empty if it does not say
 * @param scopes            scopes it knows
 * @param grants            grants it knows
 * @param pkce              whether it declares S256
 * @param issInResponse     whether it names itself in each answer to an authorization request (RFC 9207)
 * @param metadataDocuments whether a client may be named by the address of a document about it
 */
record ServerMetadata(
    String issuer,
    Optional<URI> authorization,
    URI token,
    Optional<URI> registration,
    Set<String> authMethods,
    Set<String> scopes,
    Set<String> grants,
    boolean pkce,
    boolean issInResponse,
    boolean metadataDocuments) {
  static ServerMetadata of(JsonNode document) {
    String token = document.path("token_endpoint").asText("");
    if (token.isEmpty()) {
      throw new AuthorizationException("the authorization server names no token endpoint");
    }
    return new ServerMetadata(
        document.path("issuer").asText(""),
        uri(document, "authorization_endpoint"),
        URI.create(token),
        uri(document, "registration_endpoint"),
        texts(document, "token_endpoint_auth_methods_supported"),
        texts(document, "scopes_supported"),
        texts(document, "grant_types_supported"),
        texts(document, "code_challenge_methods_supported").contains("S256"),
        document.path("authorization_response_iss_parameter_supported").asBoolean(),
        document.path("client_id_metadata_document_supported").asBoolean());
  }

  /** What MCP 2025-03-26 assumes of a server without any document ("Fallbacks for Servers without Metadata Discovery"). */
  static ServerMetadata assumed(URI origin) {
    return new ServerMetadata(
        origin.toString(),
        Optional.of(origin.resolve("/authorize")),
        origin.resolve("/token"),
        Optional.of(origin.resolve("/register")),
        Set.of(),
        Set.of(),
        Set.of(),
        true,
        false,
        false);
  }

  private static Optional<URI> uri(JsonNode document, String field) {
    return document.path(field).isTextual()
        ? Optional.of(URI.create(document.path(field).textValue()))
        : Optional.empty();
  }

  static Set<String> texts(JsonNode document, String field) {
    Set<String> found = new LinkedHashSet<>();
    document.path(field).forEach(v -> found.add(v.asText("")));
    return found;
  }
}
