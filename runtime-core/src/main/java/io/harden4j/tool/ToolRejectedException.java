package io.harden4j.tool;

import io.harden4j.AgentRuntimeException;

/** Thrown by {@link ToolResult#orThrow} for a call that was denied, refused, invalid, or that the tool could not do. */
public final class ToolRejectedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ToolResult result;

  ToolRejectedException(ToolResult result) {
    super(
        "the tool call ended as " + result.status() + " (" + result.code() + "): " + result.text());
    this.result = result;
  }

  /** Returns the result. */
  public ToolResult result() {
    return result;
  }
}
