package io.harden4j.checkpoint.internal;

/** Texts of any characters, also such that Unicode does not allow: two different ones are never the same bytes. */
public final class Texts {
  private Texts() {}

  public static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c));
  }

  /** Returns the 16-bit units of a text. The platform's encoders replace unpaired surrogates; this does not. */
  public static byte[] utf16(String text) {
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  public static String ofUtf16(byte[] bytes) {
    char[] units = new char[bytes.length / 2];
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) (((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF));
    }
    return new String(units);
  }

  /** Returns an id as an error message shows it: one short line, whatever is in it. */
  public static String shown(String id) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < Math.min(id.length(), 60); i++) {
      out.append(Character.isISOControl(id.charAt(i)) ? '\ufffd' : id.charAt(i));
    }
    return out.append(id.length() > 60 ? "...'" : "'").toString();
  }
}
