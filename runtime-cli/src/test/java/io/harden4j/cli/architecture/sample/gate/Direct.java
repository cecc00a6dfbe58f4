package io.harden4j.cli.architecture.sample.gate;

import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolResult;

/** Goes around the gate with somebody's permit. */
final class Direct {
  private Direct() {}

  static ToolResult call(GuardedTool tool, Permit permit) {
    return tool.connector().invoke(permit);
  }
}
