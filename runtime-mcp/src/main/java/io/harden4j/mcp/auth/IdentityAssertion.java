package io.harden4j.mcp.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an enterprise's identity provider says about a user, exchanged for a grant at one authorization server (RFC 8693, identity assertion JWT grant).
 *
 * @param tokenEndpoint the identity provider's token endpoint
 * @param clientId      this client's id there
 * @param idToken       returns the user's current ID token
 */
public record IdentityAssertion(URI tokenEndpoint, String clientId, Supplier<String> idToken) {
  private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

  String grant(OAuthHttp http, Resource resource) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("requested_token_type", ID_JAG);
    form.put("audience", resource.metadata().issuer());
    form.put("resource", resource.indicator());
    form.put("subject_token", idToken.get());
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:id_token");
    form.put("client_id", clientId);
    OAuthHttp.Answer answer = http.postForm(tokenEndpoint, form, Optional.empty());
    String grant = answer.body().path("access_token").asText("");
    if (answer.status() != 200 || grant.isEmpty()) {
      throw new AuthorizationException("the identity provider " + tokenEndpoint.getHost()
          + " gave no grant for this server (HTTP " + answer.status() + ")");
    }
    return grant;
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "IdentityAssertion[" + tokenEndpoint.getHost() + "]";
  }
}
