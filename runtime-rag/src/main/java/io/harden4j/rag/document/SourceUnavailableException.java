package io.harden4j.rag.document;

import io.harden4j.AgentRuntimeException;

/** A source as a whole cannot be read, for example because its folder does not exist. */
public final class SourceUnavailableException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String source;

  /**
   * Makes the exception.
   *
   * @param source name of the source
   * @param message what happened and what to do
   * @param cause what the platform said
   */
  public SourceUnavailableException(String source, String message, Throwable cause) {
    super(message, cause);
    this.source = source;
  }

  /** Returns the name of the source. */
  public String source() {
    return source;
  }
}
