package io.harden4j.run;

/**
 * How many tokens a model really holds in this deployment, which is not its maximum.
 *
 * @param tokens   prompt and answer together
 * @param reserved kept free for the answer
 */
public record ContextWindow(int tokens, int reserved) {
  /** Checks the numbers. */
  public ContextWindow {
    if (tokens < 1 || reserved < 0 || reserved >= tokens) {
      throw new IllegalArgumentException(
          "a context window of " + tokens + " tokens cannot reserve " + reserved);
    }
  }

  /** Returns what a prompt may use. */
  public int forPrompt() {
    return tokens - reserved;
  }
}
