package io.harden4j.observability.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Turns ids, which may hold anything, into names of files that stay in their folder. */
final class FileNames {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
  private static final int READABLE = 40;

  private FileNames() {}

  /** Returns a plain id as it is. Any other becomes what is readable of it and a hash, which keeps apart what looks alike. */
  static String of(String id) {
    if (PLAIN.matcher(id).matches()) {
      return id;
    }
    String readable = id.replaceAll("[^A-Za-z0-9_-]", "_");
    return readable.substring(0, Math.min(READABLE, readable.length())) + "~" + hash(id);
  }

  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
