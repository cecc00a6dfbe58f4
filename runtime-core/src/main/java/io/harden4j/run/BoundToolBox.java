package io.harden4j.run;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.harden4j.graph.ToolBox;
import io.harden4j.label.Labeled;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.InvalidArgumentsException;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolSpecifications;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The tools a task may use, each call on the road and through the gate. */
final class BoundToolBox implements ToolBox {
  private final TaskContext ctx;
  private final Map<String, GuardedTool> tools;

  BoundToolBox(TaskContext ctx, Map<String, GuardedTool> tools) {
    this.ctx = ctx;
    this.tools = tools;
  }

  @Override
  public List<ToolSpecification> specifications() {
    return tools.values().stream().map(ToolSpecifications::of).toList();
  }

  @Override
  public List<GuardedTool> tools() {
    return List.copyOf(tools.values());
  }

  @Override
  public ToolResult call(String tool, Map<String, ?> arguments) {
    return call(tool, () -> CanonicalArguments.of(arguments), "");
  }

  @Override
  public ToolResult call(String tool, String jsonArguments) {
    return call(tool, () -> CanonicalArguments.parse(jsonArguments), "");
  }

  @Override
  public ToolResult execute(ToolExecutionRequest request) {
    return call(
        request.name(),
        () -> CanonicalArguments.parse(String.valueOf(request.arguments())),
        String.valueOf(request.id()));
  }

  private ToolResult call(String name, Supplier<CanonicalArguments> arguments, String callId) {
    ctx.scope().checkSignal();
    GuardedTool tool = ToolRegistry.find(tools, name);
    if (tool == null) {
      return invalid(
          "UNKNOWN_TOOL", "There is no tool of this name here. Tools: " + tools.keySet());
    }
    try {
      ToolCall call = new ToolCall(tool.ref(), arguments.get());
      return new ToolRounds(ctx).run(tool, call, callId);
    } catch (InvalidArgumentsException e) {
      return invalid("INVALID_ARGUMENTS", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<Labeled<String>> held(String handle) {
    return ctx.held().find(handle, ctx.label());
  }

  private static ToolResult invalid(String code, String text) {
    return new ToolResult(ToolResult.Status.INVALID, code, text, null);
  }
}
