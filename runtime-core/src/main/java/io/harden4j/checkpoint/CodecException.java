package io.harden4j.checkpoint;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** A value does not encode or decode. The message names the key and the path inside the value, never the value. */
public final class CodecException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
