package io.harden4j.guard.audit;

import io.harden4j.guard.audit.AuditKeys.Named;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals arguments for the trail: AES-256-GCM with the tenant's key and the place in the chain as additional data, so that a payload that was moved does not open;
 * and a keyed hash in place of the plain one, which could be guessed for short arguments. Thread-safe.
 */
final class AuditVault {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final AuditKeys keys;
  private final SecureRandom random = new SecureRandom();

  AuditVault(AuditKeys keys) {
    this.keys = keys;
  }

  /** What stands in a record in place of the arguments. */
  record Sealed(String key, String hash, String payload) {}

  Sealed seal(String tenant, long sequence, String arguments) {
    Named named = keys.current(tenant);
    try {
      byte[] iv = new byte[IV_BYTES];
      random.nextBytes(iv);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, named.key(), iv, tenant, sequence);
      byte[] sealed = cipher.doFinal(arguments.getBytes(StandardCharsets.UTF_8));
      byte[] all =
          ByteBuffer.allocate(iv.length + sealed.length).put(iv).put(sealed).array();
      return new Sealed(
          named.id(), keyed(named.key(), arguments), Base64.getEncoder().encodeToString(all));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the arguments cannot be sealed for the audit trail", e);
    }
  }

  /** Opens a payload; empty if its key was destroyed. */
  Optional<String> open(String tenant, long sequence, String key, String payload) {
    Optional<Named> named = keys.find(tenant, key);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getDecoder().decode(payload);
      byte[] iv = Arrays.copyOf(all, IV_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, named.get().key(), iv, tenant, sequence);
      byte[] plain = cipher.doFinal(all, IV_BYTES, all.length - IV_BYTES);
      return Optional.of(new String(plain, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "a payload of the audit trail does not open: it was changed or"
              + " moved; verify the trail",
          e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] iv, String tenant, long sequence)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(
        ("harden4j audit payload 1\n" + tenant.length() + ":" + tenant + "\n" + sequence)
            .getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** HMAC-SHA-256 under a key derived from the tenant's, so that no key serves two purposes. */
  private static String keyed(SecretKey key, String text) throws GeneralSecurityException {
    byte[] derived = hmac(key.getEncoded(), "harden4j audit argument hash 1");
    return HexFormat.of().formatHex(hmac(derived, text));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
