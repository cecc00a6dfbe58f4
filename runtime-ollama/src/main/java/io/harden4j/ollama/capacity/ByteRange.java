package io.harden4j.ollama.capacity;

/**
 * An amount of memory as a range, in bytes.
 *
 * @param low what it needs if every open question goes well
 * @param expected what the formulas say
 * @param high what it needs if every open question goes badly
 */
public record ByteRange(long low, long expected, long high) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless {@code 0 <= low <= expected <= high}
   */
  public ByteRange {
    if (low < 0 || expected < low || high < expected) {
      throw new IllegalArgumentException("a range needs 0 <= low <= expected <= high, but is " + low
          + ", " + expected + ", " + high);
    }
  }

  /** Returns a range without width. */
  public static ByteRange exactly(long bytes) {
    return new ByteRange(bytes, bytes, bytes);
  }

  /** Returns the sum, end by end. */
  public ByteRange plus(ByteRange other) {
    return new ByteRange(low + other.low, expected + other.expected, high + other.high);
  }
}
