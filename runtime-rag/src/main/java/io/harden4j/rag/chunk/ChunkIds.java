package io.harden4j.rag.chunk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes for chunks. */
final class ChunkIds {
  private static final int ID_LENGTH = 24;

  private ChunkIds() {}

  static String id(String documentId, String chunkerVersion, int ordinal, String text) {
    MessageDigest digest = sha256();
    for (String part : new String[] {documentId, chunkerVersion, Integer.toString(ordinal), text}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES)
          .putInt(bytes.length)
          .array()); // no two lists share bytes
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, ID_LENGTH);
  }

  static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
