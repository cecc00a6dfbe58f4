package io.harden4j.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hex, the one digest of the library. Thread-safe. */
public final class Digests {
  /** Only copied, never fed: a copy costs less than a look-up among the security providers. */
  private static final MessageDigest FRESH = fresh();

  private static final HexFormat HEX = HexFormat.of();

  private Digests() {}

  /** Returns the digest of a text's UTF-8 bytes, 64 hex characters. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the digest of bytes, 64 hex characters. */
  public static String sha256(byte[] bytes) {
    return HEX.formatHex(copy().digest(bytes));
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return fresh(); // a provider need not offer copies
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
