package io.harden4j.graph;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.harden4j.label.Labeled;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools a node may use, each call on the road of effects and through the gate.
 *
 * <p><b>Failures.</b> Unknown tools, bad arguments, denials and refusals come back as a {@link ToolResult} that a model can read. An
 * {@link io.harden4j.effect.EffectException} is thrown where the outcome is a failure of transport.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; a model's tool calls may run in parallel.
 */
public interface ToolBox {
  /** Returns what models are shown. A request that carries other specifications is refused. */
  List<ToolSpecification> specifications();

  /** Returns the tools themselves. */
  List<GuardedTool> tools();

  /** Calls a tool by alias, {@code server.name} or unambiguous name, with arguments as a map of JSON values. */
  ToolResult call(String tool, Map<String, ?> arguments);

  /** Calls a tool with arguments as JSON text. */
  ToolResult call(String tool, String jsonArguments);

  /** Calls what a model asked for. */
  ToolResult execute(ToolExecutionRequest request);

  /**
   * Returns the text of a result that models see only a handle of, under its label. Reading it does not taint the task; write it to the state under its label
   * and let a node without tools extract what is needed. Empty if no call of this task made the handle.
   */
  default Optional<Labeled<String>> held(String handle) {
    return Optional.empty();
  }
}
