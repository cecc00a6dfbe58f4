package io.harden4j.ollama;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** Something about the Ollama server keeps a run from starting; the subtype says what to do about it. */
public class OllamaException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  OllamaException(String message) {
    super(message);
  }

  OllamaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
