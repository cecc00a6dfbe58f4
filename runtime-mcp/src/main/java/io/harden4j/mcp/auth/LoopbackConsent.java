package io.harden4j.mcp.auth;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks a user at this machine: shows the address (a browser, a terminal) and waits for the browser to come back to a port of this machine (RFC 8252,
 * section 7.3).
 */
public final class LoopbackConsent implements UserConsent {
  private final URI redirect;
  private final Consumer<Request> shows;
  private final Duration patience;

  /**
   * Creates it.
   *
   * @param redirect where the browser comes back to, such as {@code http://127.0.0.1:33418/callback}; the same as the client's redirect address
   * @param shows    shows the request's address to the user
   * @param patience how long to wait
   */
  public LoopbackConsent(URI redirect, Consumer<Request> shows, Duration patience) {
    if (!"http".equals(redirect.getScheme()) || redirect.getPort() <= 0) {
      throw new IllegalArgumentException(
          "the redirect address must be http on this machine with a port: " + redirect);
    }
    this.redirect = redirect;
    this.shows = shows;
    this.patience = patience;
  }

  @Override
  public URI ask(Request request) {
    CompletableFuture<URI> back = new CompletableFuture<>();
    HttpServer server = listen(back);
    try {
      shows.accept(request);
      return back.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AuthorizationException("nobody agreed within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthorizationException("interrupted while the user was asked", e);
    } catch (ExecutionException e) {
      throw new AuthorizationException("the answer of the browser could not be read", e);
    } finally {
      server.stop(0);
    }
  }

  private HttpServer listen(CompletableFuture<URI> back) {
    try {
      HttpServer server = HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), redirect.getPort()), 4);
      server.createContext(redirect.getPath(), exchange -> {
        byte[] text = "You may close this page.".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
        back.complete(redirect.resolve(exchange.getRequestURI()));
      });
      server.start();
      return server;
    } catch (IOException e) {
      throw new AuthorizationException(
          "port " + redirect.getPort() + " cannot be listened on; choose another redirect address",
          e);
    }
  }
}
