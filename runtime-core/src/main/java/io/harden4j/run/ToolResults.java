package io.harden4j.run;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.RecordMark;
import io.harden4j.tool.ToolResult;

/** What a task knows of what its tools said: texts that later arguments can be grounded in, and results that models see a handle of. */
final class ToolResults {
  private final TaskContext ctx;

  ToolResults(TaskContext ctx) {
    this.ctx = ctx;
  }

  /** Remembers what a tool said, and returns what the node and its models get of it. The gate's own refusals are nothing that a value can come from. */
  ToolResult seen(GuardRequest request, ToolResult result, Label label) {
    boolean said =
        result.status() == ToolResult.Status.OK || result.status() == ToolResult.Status.TOOL_ERROR;
    if (!said) {
      return result;
    }
    if (request.declaration().shape().held()) {
      return ctx.held().put(request.call().tool(), result, RecordMark.strip(label));
    }
    rememberEchoes(request, label);
    ctx.texts().text(result.text(), label);
    String structured = result.structured();
    if (structured != null && !structured.equals(result.text())) {
      ctx.texts().text(structured, label);
    }
    return result;
  }

  /**
   * What a tool says can ground the arguments of later calls; what it only repeats of its own cannot. Remembered before what it says: only so many texts
   * are kept, and no echo may be left out where that one is kept.
   */
  private void rememberEchoes(GuardRequest request, Label said) {
    if (said.atLeast(Integrity.TRUSTED_TOOL)
        && !request.control().atLeast(Integrity.TRUSTED_TOOL)) {
      EchoedArguments.of(request.call().arguments().tree(), request.sources())
          .forEach(echo -> ctx.texts().text(echo, request.control()));
    }
  }
}
