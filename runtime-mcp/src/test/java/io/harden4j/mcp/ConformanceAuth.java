package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.mcp.auth.ClientCredentials;
import io.harden4j.mcp.auth.ClientCredentials.Network;
import io.harden4j.mcp.auth.IdentityAssertion;
import io.harden4j.mcp.auth.OAuth;
import io.harden4j.mcp.auth.OAuthBuilder;
import io.harden4j.mcp.auth.TokenProvider;
import io.harden4j.mcp.auth.UserConsent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

/** The authorization scenarios of the suite: which provider each of them needs. */
final class ConformanceAuth {
  private static final URI BACK = URI.create("http://localhost:3000/callback");
  private static final URI DOCUMENT =
      URI.create("https://conformance-test.local/client-metadata.json");
  private static final Set<String> REFUSALS = Set.of(
      "auth/scope-retry-limit",
      "auth/resource-mismatch",
      "auth/iss-supported-missing",
      "auth/iss-wrong-issuer",
      "auth/iss-unexpected",
      "auth/iss-normalized",
      "auth/metadata-issuer-mismatch");

  private final String scenario;
  private final JsonNode context;

  ConformanceAuth(String scenario, JsonNode context) {
    this.scenario = scenario;
    this.context = context;
  }

  void configure(HttpServerBuilder builder) {
    builder.tokens(provider());
  }

  private TokenProvider provider() {
    return switch (scenario) {
      case "auth/client-credentials-basic" ->
        ClientCredentials.ofSecret(text("client_id"), text("client_secret"), Network.PRIVATE);
      case "auth/client-credentials-jwt" ->
        ClientCredentials.ofKey(
            text("client_id"),
            text("private_key_pem"),
            context.path("signing_algorithm").asText("ES256"),
            Network.PRIVATE);
      case "auth/cross-app-access-complete-flow", "auth/enterprise-managed-authorization" ->
        ClientCredentials.ofIdentity(
            text("client_id"),
            text("client_secret"),
            new IdentityAssertion(
                URI.create(text("idp_token_endpoint")),
                text("idp_client_id"),
                () -> text("idp_id_token")),
            Network.PRIVATE);
      default -> user();
    };
  }

  private OAuth user() {
    OAuthBuilder builder =
        OAuth.builder(BACK, ConformanceAuth::agree).allowPrivateAddresses().registerDynamically();
    if (scenario.equals("auth/pre-registration")) {
      builder.client(text("client_id"), text("client_secret"));
    } else {
      builder.metadataDocument(DOCUMENT);
    }
    return builder.build();
  }

  private String text(String field) {
    return context.path(field).asText();
  }

  /** The suite's pages agree at once: where they lead is the answer. */
  private static URI agree(UserConsent.Request request) {
    try {
      HttpResponse<Void> response = HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(request.address()).build(),
              HttpResponse.BodyHandlers.discarding());
      return request.address().resolve(response.headers().firstValue("Location").orElseThrow());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void use(ManagedConnection connection) {
    ConformanceClient.callEach(connection, "{}");
  }

  boolean mayFail() {
    return REFUSALS.contains(scenario);
  }
}
