package io.harden4j.mcp.auth;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes an OAuth client. Not thread-safe. */
public final class OAuthBuilder {
  final URI redirect;
  final @Nullable UserConsent consent;
  final Map<String, ClientIdentity> registered = new LinkedHashMap<>();
  Optional<ClientIdentity> anywhere = Optional.empty();
  Optional<URI> metadataDocument = Optional.empty();
  boolean dynamic;
  boolean privateAddresses;
  String name = "Harden4j";
  InstantSource clock = InstantSource.system();

  OAuthBuilder(URI redirect, UserConsent consent) {
    this.redirect = redirect;
    this.consent = consent;
  }

  /** Is known to this authorization server under this id, with a secret or, where that is empty, as a public client. */
  public OAuthBuilder client(String issuer, String clientId, String secret) {
    registered.put(issuer, identity(clientId, secret));
    return this;
  }

  /** As {@link #client}, for the first authorization server that is met; to another the id and the secret are never shown. */
  public OAuthBuilder client(String clientId, String secret) {
    anywhere = Optional.of(identity(clientId, secret));
    return this;
  }

  private static ClientIdentity identity(String clientId, String secret) {
    return new ClientIdentity(
        clientId, secret.isEmpty() ? Optional.empty() : Optional.of(secret), "", Optional.empty());
  }

  /** Names itself by the address of a document about it, where the authorization server takes that (OAuth Client ID Metadata Documents). */
  public OAuthBuilder metadataDocument(URI document) {
    if (!"https".equals(document.getScheme())) {
      throw new IllegalArgumentException("a client metadata document is served over https");
    }
    metadataDocument = Optional.of(document);
    return this;
  }

  /** Registers itself where it is not known (RFC 7591); deprecated since MCP 2026-07-28. Default: it does not. */
  public OAuthBuilder registerDynamically() {
    dynamic = true;
    return this;
  }

  /** Sets the name that users are shown at a dynamic registration; default {@code Harden4j}. */
  public OAuthBuilder name(String shown) {
    name = shown;
    return this;
  }

  /** Lets authorization servers lie in private ranges and speak plain http; for tests and closed networks. Default: refused. */
  public OAuthBuilder allowPrivateAddresses() {
    privateAddresses = true;
    return this;
  }

  /** Reads the time here; default: the system's. */
  public OAuthBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Returns the provider. */
  public OAuth build() {
    return new OAuth(this);
  }
}
