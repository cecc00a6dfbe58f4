package io.harden4j.rag.embed;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** An embedder could not be loaded, or could not embed. */
public final class EmbeddingException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String embedder;

  /**
   * Makes the exception.
   *
   * @param embedder id of the embedder
   * @param message what happened and what to do
   * @param cause what lies beneath, if anything does
   */
  public EmbeddingException(String embedder, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.embedder = embedder;
  }

  /** Returns the id of the embedder that failed. */
  public String embedder() {
    return embedder;
  }
}
