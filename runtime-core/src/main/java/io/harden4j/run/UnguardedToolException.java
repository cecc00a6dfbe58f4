package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** A model request carried a tool that the gate did not issue: it would have been called without a guard. Nothing was sent. */
public final class UnguardedToolException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  UnguardedToolException(String tool, String node) {
    super(
        "node '" + node + "' offers the model the tool '" + tool
            + "', which did not come from the gate. Register it with"
            + " AgentRuntime.builder().tools(...) and pass ctx.tools() (for an AiServices assistant: .toolProvider(b.tools(...)) instead of .tools(...))");
  }
}
