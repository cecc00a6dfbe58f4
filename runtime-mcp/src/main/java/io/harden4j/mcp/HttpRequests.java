package io.harden4j.mcp;

import io.harden4j.identity.Principal;
import io.harden4j.mcp.auth.Addresses;
import io.harden4j.mcp.auth.Challenge;
import io.harden4j.mcp.auth.ProtectedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Makes HTTP requests to the one address of a server: credentials added, private addresses refused, no redirect followed, a refused token replaced a bounded
 * number of times. Thread-safe.
 */
final class HttpRequests {
  private static final int MAX_CHALLENGES = 3;

  private final HttpServer server;
  private final Principal principal;
  private final HttpClient client;

  HttpRequests(HttpServer server, Principal principal, HttpClient client) {
    this.server = server;
    this.principal = principal;
    this.client = client;
  }

  /** Returns a client as this class wants it: it never follows a redirect, for the sake of the credentials. */
  static HttpClient newClient(HttpServer server) {
    HttpClient.Version version = "https".equals(server.url().getScheme())
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(version)
        .connectTimeout(server.settings().startTimeout())
        .build();
  }

  /**
   * Makes a request.
   *
   * @param mayStart asked once, right before the first byte leaves; if it says no, nothing is sent
   * @return the answer, or empty if nothing was sent
   */
  Optional<HttpResponse<InputStream>> send(
      UnaryOperator<HttpRequest.Builder> request, BooleanSupplier mayStart)
      throws IOException, InterruptedException {
    ProtectedServer target = new ProtectedServer(server.id(), server.url());
    boolean started = false;
    for (int challenges = 0; ; challenges++) {
      HttpRequest.Builder builder = HttpRequest.newBuilder(server.url());
      server.headers().forEach(builder::setHeader);
      server
          .tokens()
          .token(principal, target)
          .ifPresent(t -> builder.setHeader("Authorization", "Bearer " + t));
      if (!server.privateAddresses()) {
        Addresses.requirePublic(server.url());
      }
      if (!started && !mayStart.getAsBoolean()) {
        return Optional.empty();
      }
      started = true;
      HttpResponse<InputStream> response =
          client.send(request.apply(builder).build(), HttpResponse.BodyHandlers.ofInputStream());
      if (!isWorthAnother(response, target, challenges)) {
        return Optional.of(response);
      }
      response.body().close();
    }
  }

  private boolean isWorthAnother(
      HttpResponse<InputStream> response, ProtectedServer target, int challenges) {
    int status = response.statusCode();
    if ((status != 401 && status != 403) || challenges >= MAX_CHALLENGES) {
      return false;
    }
    Challenge challenge = Challenge.of(status, response.headers().firstValue("WWW-Authenticate"));
    return server.tokens().challenged(principal, target, challenge);
  }
}
