package io.harden4j.mcp.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof that whoever uses a code is who asked for it (RFC 7636).
 *
 * @param verifier  the secret
 * @param challenge its SHA-256
 */
record Pkce(String verifier, String challenge) {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  static Pkce fresh() {
    String verifier = random();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return new Pkce(verifier, URL.encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns 256 bits nobody can guess. */
  static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return URL.encodeToString(bytes);
  }

  /** Leaves out the secret. */
  @Override
  public String toString() {
    return "Pkce[" + challenge + "]";
  }
}
