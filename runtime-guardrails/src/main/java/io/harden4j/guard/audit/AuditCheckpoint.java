package io.harden4j.guard.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A signed statement that a tenant's chain had a certain head. Signed with Ed25519 (RFC 8032) over the bytes of its line, so checking needs no second serialisation.
 *
 * @param tenant whose chain
 * @param head   its head at that time
 * @param at     when it was signed
 * @param body   the signed text
 * @param signature in Base64
 */
public record AuditCheckpoint(
    String tenant, AuditHead head, Instant at, String body, String signature) {
  private static final String PURPOSE = "harden4j audit checkpoint 1\n";
  private static final String SIGNATURE = ",\"signature\":\"";
  private static final ObjectMapper JSON = new ObjectMapper();

  static AuditCheckpoint sign(String tenant, AuditHead head, Instant at, PrivateKey key) {
    String body = JSON.createObjectNode()
        .put("tenant", tenant)
        .put("sequence", head.sequence())
        .put("head", head.hash())
        .put("at", at.toString())
        .toString();
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update((PURPOSE + body).getBytes(StandardCharsets.UTF_8));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      return new AuditCheckpoint(tenant, head, at, body, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the audit checkpoint cannot be signed; pass an Ed25519 private key", e);
    }
  }

  /** Returns the line that {@link #read} takes. */
  public String line() {
    return body.substring(0, body.length() - 1) + SIGNATURE + signature + "\"}";
  }

  /** Reads a line; empty if it is none. */
  public static Optional<AuditCheckpoint> read(String line) {
    int cut = line.lastIndexOf(SIGNATURE);
    if (cut < 0 || !line.endsWith("\"}")) {
      return Optional.empty();
    }
    String body = line.substring(0, cut) + "}";
    String signature = line.substring(cut + SIGNATURE.length(), line.length() - 2);
    try {
      JsonNode node = JSON.readTree(body);
      AuditHead head =
          new AuditHead(node.path("sequence").asLong(), node.path("head").asText());
      Instant at = Instant.parse(node.path("at").asText());
      return Optional.of(
          new AuditCheckpoint(node.path("tenant").asText(), head, at, body, signature));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Says whether the owner of this key signed it. */
  public boolean isSignedBy(PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update((PURPOSE + body).getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the digest of its line, to name it. */
  public String digest() {
    return Digests.sha256(line());
  }
}
