package io.harden4j.checkpoint.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The sealed form of one value, version 1:
 *
 * <pre>
 * byte(version) byte(flags) salt(12) nonce(12) ciphertext tag(16)
 * data key = first 32 bytes of HKDF-Expand with HMAC-SHA-256 (RFC 5869) of the master key,
 *            info = "harden4j value key 1" tenant key-id salt
 * sealed   = AES-256-GCM (NIST SP 800-38D) with data key and nonce,
 *            authenticated data = version flags key-id address
 * </pre>
 *
 * Texts in {@code info} and the authenticated data have their length before them. The master key is uniformly random, so HKDF's extract step is
 * left out (RFC 5869, section 3.3).
 */
final class Envelope {
  static final int VERSION = 1;
  static final int COMPRESSED = 1;

  /** Bytes of random input: salt and nonce. */
  static final int RANDOM = 24;

  private static final int SALT = 12;
  private static final int HEAD = 2;
  private static final int TAG = 16;
  private static final byte[] LABEL = "harden4j value key 1".getBytes(StandardCharsets.US_ASCII);

  /** Length a sealed value has at least. */
  static final int LEAST = HEAD + RANDOM + TAG;

  private final SecretKey master;
  private final String tenant;
  private final String keyId;
  private final byte[] address;

  Envelope(SecretKey master, String tenant, String keyId, byte[] address) {
    this.master = master;
    this.tenant = tenant;
    this.keyId = keyId;
    this.address = address;
  }

  byte[] seal(byte[] plain, int flags, byte[] random) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, random, flags);
      byte[] out = new byte[LEAST + plain.length];
      out[0] = VERSION;
      out[1] = (byte) flags;
      System.arraycopy(random, 0, out, HEAD, RANDOM);
      cipher.doFinal(plain, 0, plain.length, out, HEAD + RANDOM);
      return out;
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  /** Returns the value, or null if it was changed or belongs elsewhere. */
  byte @Nullable [] open(byte[] sealed) {
    try {
      byte[] random = Arrays.copyOfRange(sealed, HEAD, HEAD + RANDOM);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, random, sealed[1]);
      return cipher.doFinal(sealed, HEAD + RANDOM, sealed.length - HEAD - RANDOM);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  private Cipher cipher(int mode, byte[] random, int flags) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, dataKey(random), new GCMParameterSpec(TAG * 8, random, SALT, RANDOM - SALT));
    cipher.updateAAD(new byte[] {VERSION, (byte) flags});
    byte[] id = keyId.getBytes(StandardCharsets.UTF_8);
    cipher.updateAAD(length(id));
    cipher.updateAAD(id);
    cipher.updateAAD(address);
    return cipher;
  }

  private SecretKeySpec dataKey(byte[] random) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(master);
    mac.update(LABEL);
    for (String text : new String[] {tenant, keyId}) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      mac.update(length(utf8));
      mac.update(utf8);
    }
    mac.update(random, 0, SALT);
    mac.update((byte) 1);
    return new SecretKeySpec(mac.doFinal(), "AES");
  }

  private static byte[] length(byte[] bytes) {
    return ByteBuffer.allocate(4).putInt(bytes.length).array();
  }

  private static IllegalStateException unsupported(GeneralSecurityException e) {
    return new IllegalStateException(
        "this Java platform does not do AES-256-GCM or HMAC-SHA-256 with the given key; use the"
            + " default security providers and keys of 32 bytes",
        e);
  }
}
