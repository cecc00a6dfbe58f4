package io.harden4j.effect;

/**
 * What one model attempt consumed.
 *
 * @param inputTokens  tokens sent, 0 or more
 * @param outputTokens tokens received, 0 or more
 */
public record Usage(long inputTokens, long outputTokens) {
  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0);

  /** Refuses negative counts: a provider that reports them is not believed. */
  public Usage {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "usage is negative: " + inputTokens + " in, " + outputTokens + " out");
    }
  }
}
