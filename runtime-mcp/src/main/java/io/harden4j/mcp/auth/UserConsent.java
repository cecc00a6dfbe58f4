package io.harden4j.mcp.auth;

import java.net.URI;
import java.util.Set;

/** Leads a user through the authorization server's pages: opens the address in the user's browser and catches where it leads back to. May block. */
@FunctionalInterface
public interface UserConsent {
  /**
   * Asks.
   *
   * @return the address that the browser was sent back to, with its query
   */
  URI ask(Request request);

  /**
   * What the user is to agree to.
   *
   * @param server  id of the MCP server that wants the token
   * @param address address to open
   * @param issuer  authorization server, to be shown beside it
   * @param scopes  what is asked for
   */
  record Request(String server, URI address, String issuer, Set<String> scopes) {
    /** Copies the set. */
    public Request {
      scopes = Set.copyOf(scopes);
    }
  }
}
