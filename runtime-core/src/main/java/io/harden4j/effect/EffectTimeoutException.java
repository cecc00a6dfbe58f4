package io.harden4j.effect;

/** One attempt of an effect took longer than its timeout; it was interrupted. Whether it took effect is unknown. */
public final class EffectTimeoutException extends EffectException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public EffectTimeoutException(String message) {
    super(message, null);
  }
}
