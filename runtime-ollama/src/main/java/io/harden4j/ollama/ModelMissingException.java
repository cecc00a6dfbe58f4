package io.harden4j.ollama;

/** The server does not have this model: {@link #command()} installs it. */
public final class ModelMissingException extends OllamaException {
  private static final long serialVersionUID = 1L;

  private final String model;

  ModelMissingException(String model, String baseUrl) {
    super("the Ollama server at " + baseUrl + " does not have the model '" + model + "'. Run: "
        + OllamaModels.pullCommand(model));
    this.model = model;
  }

  /** The model that was asked for. */
  public String model() {
    return model;
  }

  /** The command that installs it. */
  public String command() {
    return OllamaModels.pullCommand(model);
  }
}
