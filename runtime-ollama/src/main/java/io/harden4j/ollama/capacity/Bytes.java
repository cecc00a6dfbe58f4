package io.harden4j.ollama.capacity;

import java.util.Locale;

/** Bytes as people read them: GiB are powers of two, as in memory; GB are powers of ten, as in model libraries. */
public final class Bytes {
  /** Bytes in one GiB. */
  public static final long GIB = 1L << 30;

  private Bytes() {}

  /** Returns this many GiB in bytes, rounded. */
  public static long ofGib(double gib) {
    return Math.round(gib * GIB);
  }

  /** Returns the bytes as GiB, e.g. {@code 40.05 GiB}. */
  public static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) GIB);
  }

  /** Returns the range as GiB: one number if it has no width, else {@code 1.00 to 1.50 GiB, expected 1.20}. */
  public static String gib(ByteRange range) {
    if (range.low() == range.high()) {
      return gib(range.expected());
    }
    double gib = GIB;
    return String.format(
        Locale.ROOT,
        "%.2f to %.2f GiB, expected %.2f",
        range.low() / gib,
        range.high() / gib,
        range.expected() / gib);
  }
}
