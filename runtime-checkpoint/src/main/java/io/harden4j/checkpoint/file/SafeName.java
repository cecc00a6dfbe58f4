package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.internal.Texts;
import java.util.Locale;

/** Turns any id into a file name of at most 89 characters: a readable rest and the SHA-256 of all of it, so that no two ids meet. */
final class SafeName {
  private static final int READABLE = 24;

  private SafeName() {}

  static String of(String id) {
    return readable(id) + "-" + Digests.sha256(Texts.utf16(id));
  }

  /** Returns which of {@code count} buckets a name falls into. */
  static int bucket(String name, int count) {
    return Math.floorMod(Integer.parseUnsignedInt(name.substring(name.length() - 8), 16), count);
  }

  private static String readable(String id) {
    String head = id.substring(0, Math.min(READABLE, id.length())).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(READABLE);
    for (int i = 0; i < head.length() && out.length() < READABLE; i++) {
      char c = head.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      out.append(plain ? c : '_');
    }
    return out.toString();
  }
}
