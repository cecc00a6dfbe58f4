package io.harden4j.tool;

import java.util.Map;

/**
 * A condition of an Allow that the gate must fulfil. One that no handler of the runtime understands turns the decision into a denial.
 *
 * @param name       which handler, such as {@code mask-secrets}
 * @param parameters its settings; copied
 */
public record Obligation(String name, Map<String, String> parameters) {
  /**
   * Fulfilled by the gate itself: who has to agree to a question. {@code people}: 1, or 2 different ones; {@code others}: {@code true} if none of them may be
   * the principal of the run.
   */
  public static final String APPROVERS = "approvers";

  /** Copies the map. */
  public Obligation {
    parameters = Map.copyOf(parameters);
  }

  /** Fulfils one kind of obligation on the result of a call. Throwing withholds the result. */
  @FunctionalInterface
  public interface Handler {
    /** Returns the result as it may be seen. */
    ToolResult onResult(Obligation obligation, GuardRequest request, ToolResult result);
  }
}
