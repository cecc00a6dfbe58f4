package io.harden4j.mcp.server;

import io.harden4j.identity.Principal;
import java.util.Optional;

/** Says for whom a request speaks. A token must have been issued for this server: check its audience. Thread-safe. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Returns the principal, or empty to refuse.
   *
   * @param bearer the request's bearer token; empty if it has none
   */
  Optional<Principal> principal(Optional<String> bearer);
}
