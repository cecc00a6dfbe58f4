package io.harden4j.ollama.capacity;

import java.util.Locale;

/** Reads a context size as people write it. */
public final class ContextSize {
  private static final int LARGEST = 1 << 26;

  private ContextSize() {}

  /**
   * Returns the tokens meant by {@code 8192}, {@code 32k} (32 x 1,024) or {@code 1m}.
   *
   * @throws IllegalArgumentException if the text is none of these, or not between 1 and 64m
   */
  public static int parse(String text) {
    String digits = text.strip().toLowerCase(Locale.ROOT);
    long unit = digits.endsWith("k") ? 1L << 10 : digits.endsWith("m") ? 1L << 20 : 1;
    if (unit > 1) {
      digits = digits.substring(0, digits.length() - 1);
    }
    if (!digits.matches("[0-9]{1,9}")) {
      throw wrong(text);
    }
    long tokens = Long.parseLong(digits) * unit;
    if (tokens < 1 || tokens > LARGEST) {
      throw wrong(text);
    }
    return (int) tokens;
  }

  /** Returns {@code 32k} for 32,768 and plain digits for a number that is no multiple of 1,024. */
  public static String text(int tokens) {
    return tokens % 1024 == 0 ? tokens / 1024 + "k" : Integer.toString(tokens);
  }

  private static IllegalArgumentException wrong(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return new IllegalArgumentException("'" + shown
        + "' is no context size; write tokens such as 8192, 32k or 128k, from 1 to 64m");
  }
}
