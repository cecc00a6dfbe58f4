package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens of one principal for one server.
 *
 * @param access  bearer token
 * @param refresh gets the next one, if the server gave it
 * @param expires when the access token ends, less half a minute; the far future if the server does not say
 * @param scopes  what was asked for or granted
 */
record Tokens(String access, Optional<String> refresh, Instant expires, Set<String> scopes) {
  private static final Duration EARLY = Duration.ofSeconds(30);

  /** @throws AuthorizationException if the answer holds no bearer token */
  static Tokens of(JsonNode answer, Set<String> asked, Instant now) {
    String access = answer.path("access_token").asText("");
    String type = answer.path("token_type").asText("Bearer");
    if (access.isEmpty()
        || !type.equalsIgnoreCase("bearer")
        || !access.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new AuthorizationException(
          "the authorization server answered without a usable bearer token");
    }
    long seconds = answer.path("expires_in").asLong(0);
    Instant end = seconds > 0 ? now.plusSeconds(seconds).minus(EARLY) : Instant.MAX;
    Set<String> scopes = new LinkedHashSet<>(asked);
    String granted = answer.path("scope").asText("");
    if (!granted.isEmpty()) {
      scopes.addAll(List.of(granted.split(" ")));
    }
    String refresh = answer.path("refresh_token").asText("");
    return new Tokens(
        access, refresh.isEmpty() ? Optional.empty() : Optional.of(refresh), end, scopes);
  }

  boolean isFresh(Instant now) {
    return now.isBefore(expires);
  }

  /** Leaves out the tokens. */
  @Override
  public String toString() {
    return "Tokens[" + scopes + "]";
  }
}
