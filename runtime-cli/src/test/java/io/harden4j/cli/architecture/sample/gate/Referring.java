package io.harden4j.cli.architecture.sample.gate;

import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import java.util.function.Function;

/** Goes around the gate by a method reference. */
final class Referring {
  private Referring() {}

  static Function<Permit, ToolResult> of(ToolConnector connector) {
    return connector::invoke;
  }
}
