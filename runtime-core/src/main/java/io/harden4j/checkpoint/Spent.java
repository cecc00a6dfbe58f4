package io.harden4j.checkpoint;

/**
 * What a run has consumed so far, over all its segments. A resume does not give anything back.
 *
 * @param steps        committed super-steps
 * @param modelCalls   attempts at model calls
 * @param toolCalls    attempts at tool calls
 * @param inputTokens  tokens sent to models
 * @param outputTokens tokens received from models
 * @param microMoney   money in millionths of the price table's currency
 * @param wallMillis   time in which a segment was running; waiting for humans does not count
 */
public record Spent(
    long steps,
    long modelCalls,
    long toolCalls,
    long inputTokens,
    long outputTokens,
    long microMoney,
    long wallMillis) {
  /** Nothing spent. */
  public static final Spent NOTHING = new Spent(0, 0, 0, 0, 0, 0, 0);

  /** Returns input and output tokens together. */
  public long tokens() {
    return inputTokens + outputTokens;
  }
}
