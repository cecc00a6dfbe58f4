package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks an authorization server for tokens, proving who the client is in a way that the server supports. Thread-safe. */
final class TokenEndpoint {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int SHOWN = 200;

  private final OAuthHttp http;
  private final InstantSource clock;

  TokenEndpoint(OAuthHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  Tokens ask(
      ServerMetadata server, ClientIdentity client, Map<String, String> grant, Set<String> scopes) {
    Map<String, String> form = new LinkedHashMap<>(grant);
    Optional<String> authorization = authenticate(server, client, form);
    OAuthHttp.Answer answer = http.postForm(server.token(), form, authorization);
    if (answer.status() != 200) {
      throw new AuthorizationException(
          "the authorization server " + server.token().getHost() + " refused a token (HTTP "
              + answer.status() + "): " + error(answer.body()));
    }
    return Tokens.of(answer.body(), scopes, clock.instant());
  }

  private static String error(JsonNode body) {
    String text =
        body.path("error").asText("") + " " + body.path("error_description").asText("");
    String shown = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
    return shown.length() > SHOWN ? shown.substring(0, SHOWN) : shown;
  }

  /** A secret goes into the header where the server takes that, into the form only where it does not. */
  private Optional<String> authenticate(
      ServerMetadata server, ClientIdentity client, Map<String, String> form) {
    String method = client.method().isEmpty() ? choose(server, client) : client.method();
    switch (method) {
      case "private_key_jwt" -> {
        AssertionKey key = client
            .key()
            .orElseThrow(() -> new AuthorizationException(
                "the authorization server wants private_key_jwt, but the client has no key"));
        form.put("client_id", client.id());
        form.put("client_assertion_type", JWT_BEARER);
        form.put("client_assertion", key.assertion(client.id(), server.issuer(), clock.instant()));
        return Optional.empty();
      }
      case "client_secret_basic" -> {
        String pair = OAuthHttp.encode(client.id()) + ":"
            + OAuthHttp.encode(client.secret().orElse(""));
        return Optional.of(
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
      }
      case "client_secret_post" -> {
        form.put("client_id", client.id());
        form.put("client_secret", client.secret().orElse(""));
        return Optional.empty();
      }
      default -> {
        form.put("client_id", client.id());
        return Optional.empty();
      }
    }
  }

  private static String choose(ServerMetadata server, ClientIdentity client) {
    Set<String> supported = server.authMethods();
    if (client.key().isPresent()) {
      return "private_key_jwt";
    }
    if (client.secret().isEmpty()) {
      return "none";
    }
    if (supported.isEmpty() || supported.contains("client_secret_basic")) {
      return "client_secret_basic";
    }
    return supported.contains("client_secret_post") ? "client_secret_post" : "none";
  }
}
