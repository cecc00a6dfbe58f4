package io.harden4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.harden4j.effect.EffectException;
import io.harden4j.effect.TransientException;
import io.harden4j.graph.ToolBox;
import io.harden4j.tool.ToolResult;

/** LangChain4j's view of a task's tools: what the gate issued, called through the gate. */
final class GatedToolProvider implements ToolProvider {
  private final ToolBox tools;
  private final CallsUnderWay calls;

  GatedToolProvider(ToolBox tools, CallsUnderWay calls) {
    this.tools = tools;
    this.calls = calls;
  }

  @Override
  public ToolProviderResult provideTools(ToolProviderRequest request) {
    ToolProviderResult.Builder result = ToolProviderResult.builder();
    for (ToolSpecification specification : tools.specifications()) {
      result.add(specification, new Executor());
    }
    return result.build();
  }

  private ToolResult execute(ToolExecutionRequest request) {
    try {
      return calls.during(() -> tools.execute(request));
    } catch (TransientException e) {
      return ToolResult.error("The tool cannot be reached now; nothing was done.");
    } catch (EffectException e) {
      return ToolResult.error("The tool failed; whether it did anything is not known.");
    } catch (RuntimeException e) {
      throw new PassedByLoop(e);
    }
  }

  private final class Executor implements ToolExecutor {
    @Override
    public ToolExecutionResult executeWithContext(
        ToolExecutionRequest request, InvocationContext context) {
      ToolResult result = GatedToolProvider.this.execute(request);
      return ToolExecutionResult.builder()
          .isError(!result.isOk())
          .result(result)
          .resultText(result.text())
          .build();
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
      return GatedToolProvider.this.execute(request).text();
    }
  }
}
