package io.harden4j.graph;

import io.harden4j.AgentRuntimeException;
import java.util.Collection;
import java.util.TreeSet;

/** A key was read or written that the graph does not declare. */
public final class UndeclaredKeyException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public UndeclaredKeyException(String key, String graph, Collection<String> declared) {
    super("graph '" + graph + "' does not declare the state key '" + key + "'. Declared: "
        + new TreeSet<>(declared) + ". Add it with .state(...), or correct the name");
  }
}
