package io.harden4j.mcp.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A private key that signs client assertions (RFC 7523): ES256 or RS256.
 *
 * @param algorithm name in JOSE
 * @param key       the key
 */
record AssertionKey(String algorithm, PrivateKey key) {
  private static final int SECONDS = 120;
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  /** Reads a PKCS #8 key in PEM. */
  static AssertionKey ofPem(String pem, String algorithm) {
    String family = switch (algorithm) {
      case "ES256" -> "EC";
      case "RS256" -> "RSA";
      default ->
        throw new AuthorizationException(
            "signing algorithm '" + algorithm + "' is not supported; take ES256 or RS256");
    };
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return new AssertionKey(
          algorithm,
          KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new AuthorizationException(
          "the private key is no PKCS #8 PEM of the " + family + " family", e);
    }
  }

  /** Returns a signed assertion that this client is who it says, for one audience, good for two minutes. */
  String assertion(String clientId, String audience, Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", clientId);
    claims.put("sub", clientId);
    claims.put("aud", audience);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + SECONDS);
    String signed = part(Map.of("alg", algorithm, "typ", "JWT")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance(
          algorithm.equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AuthorizationException("the private key cannot sign " + algorithm, e);
    }
  }

  private static String part(Map<String, ?> values) {
    return URL.encodeToString(OAuthHttp.object(values).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "AssertionKey[" + algorithm + "]";
  }
}
