package io.harden4j.mcp.auth;

import java.util.Optional;

/**
 * Who this client is to one authorization server.
 *
 * @param id     client id
 * @param secret shared secret; empty for a public client
 * @param method how it proves who it is, such as {@code client_secret_basic}; empty to choose what the server supports
 * @param key    signs assertions; empty if it does not
 */
record ClientIdentity(
    String id, Optional<String> secret, String method, Optional<AssertionKey> key) {
  /** Leaves out the secret. */
  @Override
  public String toString() {
    return "ClientIdentity[" + id + "]";
  }
}
