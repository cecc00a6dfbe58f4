package io.harden4j.mcp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.harden4j.identity.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow against an authorization server in this JVM; the conformance suite goes further. */
class OAuthTest {
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final Principal BEN = Principal.of("ben", "acme");
  private static final URI BACK = URI.create("http://127.0.0.1:9/callback");

  private final List<Map<String, String>> tokenRequests = new ArrayList<>();
  private final List<URI> pages = new ArrayList<>();
  private final AtomicReference<String> iss = new AtomicReference<>("");
  private final AtomicReference<String> issuer = new AtomicReference<>("");
  private final AtomicReference<String> resource = new AtomicReference<>("");
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T00:00:00Z"));
  private HttpServer http;
  private ProtectedServer server;
  private OAuth oauth;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    String origin = "http://127.0.0.1:" + http.getAddress().getPort();
    iss.set(origin);
    issuer.set(origin);
    resource.set(origin + "/mcp");
    http.createContext("/", this::handle);
    http.start();
    server = new ProtectedServer("web", URI.create(origin + "/mcp"));
    oauth = OAuth.builder(BACK, this::agree)
        .client("client-1", "secret-1")
        .allowPrivateAddresses()
        .clock(now::get)
        .build();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private URI agree(UserConsent.Request request) {
    pages.add(request.address());
    Map<String, String> query = form(request.address().getRawQuery());
    return URI.create(
        BACK + "?code=c-1&state=" + query.get("state") + "&iss=" + OAuthHttp.encode(iss.get()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String origin = "http://127.0.0.1:" + http.getAddress().getPort();
    switch (path) {
      case "/.well-known/oauth-protected-resource/mcp" ->
        reply(
            exchange,
            "{\"resource\":\"" + resource.get() + "\",\"authorization_servers\":[\"" + origin
                + "\"],\"scopes_supported\":[\"read\"]}");
      case "/.well-known/oauth-authorization-server" ->
        reply(
            exchange,
            "{\"issuer\":\"" + issuer.get() + "\",\"authorization_endpoint\":\"" + origin
                + "/authorize\",\"token_endpoint\":\"" + origin
                + "/token\",\"code_challenge_methods_supported\":[\"S256\"],\"authorization_response_iss_parameter_supported\":true}");
      case "/token" -> {
        tokenRequests.add(
            form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        reply(
            exchange,
            "{\"access_token\":\"t-" + tokenRequests.size()
                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"r-1\"}");
      }
      default -> {
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
      }
    }
  }

  private static void reply(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  private boolean challenge(Principal who, int status, String header) {
    return oauth.challenged(who, server, Challenge.of(status, Optional.of(header)));
  }

  @Test
  void a_user_agrees_once_and_the_code_is_proven_and_bound_to_the_resource() {
    assertThat(oauth.token(ANA, server)).isEmpty();

    assertThat(challenge(ANA, 401, "Bearer error=\"invalid_token\"")).isTrue();

    Map<String, String> page = form(pages.get(0).getRawQuery());
    Map<String, String> token = tokenRequests.get(0);
    assertThat(oauth.token(ANA, server)).contains("t-1");
    assertThat(page)
        .containsEntry("resource", resource.get())
        .containsEntry("scope", "read")
        .containsEntry("code_challenge_method", "S256");
    assertThat(token)
        .containsEntry("resource", resource.get())
        .containsEntry("code", "c-1")
        .containsKey("code_verifier");
    assertThat(token.get("code_verifier")).isNotEqualTo(page.get("code_challenge"));
  }

  @Test
  void one_principals_token_is_not_anothers() {
    challenge(ANA, 401, "Bearer");

    assertThat(oauth.token(BEN, server)).isEmpty();
    assertThat(oauth.token(ANA, new ProtectedServer("web", URI.create("https://evil.example/mcp"))))
        .isEmpty();
  }

  @Test
  void more_scopes_are_asked_for_once_beside_those_there_are() {
    challenge(ANA, 401, "Bearer");
    assertThat(challenge(ANA, 403, "Bearer error=\"insufficient_scope\", scope=\"write\""))
        .isTrue();
    assertThat(form(pages.get(1).getRawQuery())).containsEntry("scope", "read write");

    assertThat(challenge(ANA, 403, "Bearer error=\"insufficient_scope\", scope=\"write\""))
        .as("a further page will not help")
        .isFalse();
  }

  @Test
  void an_old_token_is_refreshed_without_the_user() {
    challenge(ANA, 401, "Bearer");
    now.set(now.get().plus(Duration.ofHours(1)));

    assertThat(oauth.token(ANA, server)).contains("t-2");
    assertThat(tokenRequests.get(1))
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("refresh_token", "r-1");
    assertThat(pages).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "", "/"})
  void an_answer_of_another_issuer_is_not_used(String wrong) {
    iss.set(wrong.equals("/") ? iss.get() + "/" : wrong);

    assertThatThrownBy(() -> challenge(ANA, 401, "Bearer")).hasMessageContaining("(iss)");
    assertThat(tokenRequests).isEmpty();
  }

  @Test
  void metadata_of_another_issuer_or_resource_is_not_used() {
    issuer.set("https://evil.example");
    assertThatThrownBy(() -> challenge(ANA, 401, "Bearer"))
        .hasMessageContaining("names another issuer");
    resource.set("https://evil.example/mcp");
    assertThatThrownBy(() -> challenge(ANA, 401, "Bearer"))
        .hasMessageContaining("another resource");
    assertThat(pages).isEmpty();
  }

  @Test
  void private_addresses_are_refused_unless_allowed() {
    OAuth strict = OAuth.builder(BACK, this::agree).client("a", "b").build();

    assertThatThrownBy(
            () -> strict.challenged(ANA, server, Challenge.of(401, Optional.of("Bearer"))))
        .hasMessageContaining("is not https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fd00::1",
        "fe80::1",
        "64:ff9b::7f00:1"
      })
  void these_addresses_are_private(String address) throws Exception {
    assertThat(Addresses.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void these_addresses_are_public(String address) throws Exception {
    assertThat(Addresses.isPrivate(InetAddress.getByName(address))).isFalse();
  }
}
