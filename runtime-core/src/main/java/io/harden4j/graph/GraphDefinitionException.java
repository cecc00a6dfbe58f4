package io.harden4j.graph;

import io.harden4j.AgentRuntimeException;
import java.util.List;
import java.util.stream.Collectors;

/** A graph has faults; all of them are listed. */
public final class GraphDefinitionException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<GraphFault> faults;

  GraphDefinitionException(String graph, List<GraphFault> faults) {
    super("graph '" + graph + "' has " + faults.size() + " fault(s):\n"
        + faults.stream().map(f -> "  - " + f).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** Returns all faults. */
  public List<GraphFault> faults() {
    return faults;
  }
}
