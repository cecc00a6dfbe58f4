package io.harden4j.ollama.capacity;

import io.harden4j.AgentRuntimeException;
import java.util.List;

/** No shape of that name is known; take one from a running server, or one of {@link #known()}. */
public final class UnknownModelShapeException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> known;

  UnknownModelShapeException(String name, List<String> known) {
    super("no shape of '" + name + "' is shipped. Known: " + String.join(", ", known)
        + ". A running Ollama that has the model knows it too: ask its inventory for the shape.");
    this.known = List.copyOf(known);
  }

  /** Names of the shapes there are. */
  public List<String> known() {
    return known == null ? List.of() : known;
  }
}
