package io.harden4j.ollama;

import org.jspecify.annotations.Nullable;

/** Something answers at the address, but not as Ollama does: another program, a proxy, or a server in trouble. */
public final class OllamaProtocolException extends OllamaException {
  private static final long serialVersionUID = 1L;

  OllamaProtocolException(String baseUrl, String path, String what, @Nullable Throwable cause) {
    super(
        baseUrl + path + " answered " + what
            + ". Check that the address is that of an Ollama server, and the server's log.",
        cause);
  }
}
