package io.harden4j.effect.internal;

/**
 * Amounts to reserve for one attempt, and to settle after it.
 *
 * @param modelCalls   model calls
 * @param toolCalls    tool calls
 * @param inputTokens  tokens sent
 * @param outputTokens tokens received
 * @param microMoney   money
 */
public record Cost(
    long modelCalls, long toolCalls, long inputTokens, long outputTokens, long microMoney) {
  /** Nothing. */
  public static final Cost FREE = new Cost(0, 0, 0, 0, 0);

  /** One tool call. */
  public static final Cost TOOL_CALL = new Cost(0, 1, 0, 0, 0);

  /** One model call with these amounts. */
  public static Cost modelCall(long input, long output, long microMoney) {
    return new Cost(1, 0, input, output, microMoney);
  }
}
