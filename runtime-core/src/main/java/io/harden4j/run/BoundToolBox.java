package io.harden4j.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.harden4j.graph.ToolBox;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GatedOperation;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.InvalidArgumentsException;
import io.harden4j.tool.RecordMark;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolSpecifications;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools a task may use, each call on the road and through the gate. */
final class BoundToolBox implements ToolBox {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    return call(tool, JSON.valueToTree(arguments).toString());
  }

  @Override
  public ToolResult call(String tool, String jsonArguments) {
    return call(tool, jsonArguments, "");
  }

  @Override
  public ToolResult execute(ToolExecutionRequest request) {
    return call(request.name(), String.valueOf(request.arguments()), String.valueOf(request.id()));
  }

  private ToolResult call(String name, String jsonArguments, String callId) {
    ctx.checkSignal();
    GuardedTool tool = ToolRegistry.find(tools, name);
    if (tool == null) {
      return invalid(
          "UNKNOWN_TOOL", "There is no tool of this name here. Tools: " + tools.keySet());
    }
    try {
      ToolCall call = new ToolCall(tool.ref(), CanonicalArguments.parse(jsonArguments));
      RunContext run = ctx.runContext();
      GuardRequest request = new GuardRequest(
          run.principal(),
          run.run(),
          run.thread(),
          ctx.node(),
          call,
          tool.declaration().forCall(call.arguments()),
          ctx.label(),
          Map.of(),
          ctx.texts().all(),
          run.clock().instant());
      GatedOperation operation = run.gate().call(tool, request, callId);
      ToolResult result = run.road().perform(operation, ctx);
      return operation.resultLabel().map(label -> seen(request, result, label)).orElse(result);
    } catch (InvalidArgumentsException e) {
      return invalid("INVALID_ARGUMENTS", String.valueOf(e.getMessage()));
    }
  }

  /** Remembers what a tool said, and returns what the node and its models get of it. The gate's own refusals are nothing that a value can come from. */
  private ToolResult seen(GuardRequest request, ToolResult result, Label label) {
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

  @Override
  public Optional<Labeled<String>> held(String handle) {
    return ctx.held().find(handle, ctx.label());
  }

  private static ToolResult invalid(String code, String text) {
    return new ToolResult(ToolResult.Status.INVALID, code, text, null);
  }
}
