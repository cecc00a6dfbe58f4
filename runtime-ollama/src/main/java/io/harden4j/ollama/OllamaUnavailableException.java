package io.harden4j.ollama;

import org.jspecify.annotations.Nullable;

/** No Ollama server answers at this address: start it with {@code ollama serve}, or correct the address. */
public final class OllamaUnavailableException extends OllamaException {
  private static final long serialVersionUID = 1L;

  private final String baseUrl;

  OllamaUnavailableException(String baseUrl, String reason, @Nullable Throwable cause) {
    super(
        "no Ollama server at " + baseUrl + ": " + reason
            + ". Start it with 'ollama serve', or set the address that it listens on.",
        cause);
    this.baseUrl = baseUrl;
  }

  /** The address that was asked. */
  public String baseUrl() {
    return baseUrl;
  }
}
