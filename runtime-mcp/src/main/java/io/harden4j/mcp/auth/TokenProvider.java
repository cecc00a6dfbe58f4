package io.harden4j.mcp.auth;

import io.harden4j.identity.Principal;
import java.util.Optional;

/**
 * Hands out bearer tokens for one server at a time. A token is sent to the server's configured address and nowhere else.
 *
 * <p><b>Failures.</b> An exception fails the request before anything is sent. <b>Thread safety.</b> Safe for concurrent use; may block.
 */
@FunctionalInterface
public interface TokenProvider {
  /** Sends no token. */
  TokenProvider NONE = (principal, server) -> Optional.empty();

  /** Returns a provider of one token for everybody; restrict what it may do at the server. */
  static TokenProvider fixed(String token) {
    if (token.isBlank() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the token is blank or holds characters that no bearer token has");
    }
    return (principal, server) -> Optional.of(token);
  }

  /** Returns the token for this principal at this server; empty to send none. */
  Optional<String> token(Principal principal, ProtectedServer server);

  /**
   * The server refused a request with 401 or 403.
   *
   * @return true if the request is worth making again, once: {@link #token} will then return another token. Default: false
   */
  default boolean challenged(Principal principal, ProtectedServer server, Challenge challenge) {
    return false;
  }
}
