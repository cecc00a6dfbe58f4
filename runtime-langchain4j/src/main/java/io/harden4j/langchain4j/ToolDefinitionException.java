package io.harden4j.langchain4j;

import io.harden4j.AgentRuntimeException;
import java.util.List;

/** A tool object cannot be used as it is; all faults are listed, each with the line to write. */
public final class ToolDefinitionException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  ToolDefinitionException(String type, List<String> faults) {
    super("the tools of " + type + " have " + faults.size() + " fault(s):\n  - "
        + String.join("\n  - ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Returns all faults. */
  public List<String> faults() {
    return faults;
  }
}
