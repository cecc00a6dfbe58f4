package io.harden4j.tool;

/**
 * One call of one tool, in canonical form.
 *
 * @param tool      which tool
 * @param arguments canonical arguments
 */
public record ToolCall(ToolRef tool, CanonicalArguments arguments) {
  /** Returns this call with other arguments: what an obligation or a governor makes of it. */
  public ToolCall withArguments(CanonicalArguments effective) {
    return new ToolCall(tool, effective);
  }
}
