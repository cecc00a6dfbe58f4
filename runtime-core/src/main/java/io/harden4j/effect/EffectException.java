package io.harden4j.effect;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** An effect failed after its retries, or its outcome is unknown. The run ends as failed and can be resumed, unless the node handles it. */
public class EffectException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public EffectException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
