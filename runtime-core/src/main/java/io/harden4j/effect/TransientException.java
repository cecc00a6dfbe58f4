package io.harden4j.effect;

import org.jspecify.annotations.Nullable;

/** An effect failed in a way that is known to have had no consequence and may pass: busy, not reachable, rate limited. Always safe to retry. */
public class TransientException extends EffectException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public TransientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
