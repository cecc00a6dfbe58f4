package io.harden4j.tool;

import org.jspecify.annotations.Nullable;

/**
 * What came of a call. Everything but {@link Status#OK} is an outcome the node or the model can react to, not an exception.
 *
 * @param status     how it ended
 * @param code       stable code for programs, such as {@code NOT_PERMITTED}; empty if OK
 * @param text       text for the model
 * @param structured JSON text of a structured result, or null
 */
public record ToolResult(
    Status status, String code, String text, @Nullable String structured) {
  /** How a call ended. */
  public enum Status {
    /** The tool did it. */
    OK,
    /** The tool answered that it could not. Its text is as untrusted as any result. */
    TOOL_ERROR,
    /** The arguments break the tool's schema, or there is no such tool; nothing was sent. */
    INVALID,
    /** The guard said no; nothing was sent. */
    DENIED,
    /** A human said no; nothing was sent. */
    REFUSED
  }

  /** Returns a plain text result. */
  public static ToolResult ok(String text) {
    return new ToolResult(Status.OK, "", text, null);
  }

  /** Returns a structured result with its text form. */
  public static ToolResult ok(String text, @Nullable String structured) {
    return new ToolResult(Status.OK, "", text, structured);
  }

  /** Returns what a tool says that could not do it. */
  public static ToolResult error(String text) {
    return new ToolResult(Status.TOOL_ERROR, "TOOL_ERROR", text, null);
  }

  /** Says whether the tool did it. */
  public boolean isOk() {
    return status == Status.OK;
  }

  /** Returns this result, or throws {@link ToolRejectedException} if it is not OK. */
  public ToolResult orThrow() {
    if (!isOk()) {
      throw new ToolRejectedException(this);
    }
    return this;
  }

  /** Returns this result with another text and without its structured form if that changed. */
  public ToolResult withText(String newText) {
    return new ToolResult(status, code, newText, newText.equals(text) ? structured : null);
  }
}
