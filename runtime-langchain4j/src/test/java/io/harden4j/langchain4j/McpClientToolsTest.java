package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolResult;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class McpClientToolsTest {
  private static final StateKey<String> SEEN = StateKey.of("seen", String.class);

  private final List<String> executed = new ArrayList<>();
  private final List<ToolSpecification> listed = new ArrayList<>(List.of(tool("pay", "Pays")));
  private final Spans spans = new Spans();
  private String answer = "paid";

  private static ToolSpecification tool(String name, String description) {
    return ToolSpecification.builder()
        .name(name)
        .description(description)
        .parameters(JsonObjectSchema.builder().addStringProperty("to").build())
        .build();
  }

  /** Everything but listing and executing is unused here. */
  private McpClient client() {
    return (McpClient) Proxy.newProxyInstance(
        McpClient.class.getClassLoader(),
        new Class<?>[] {McpClient.class},
        (proxy, method, args) -> switch (method.getName()) {
          case "listTools" -> List.copyOf(listed);
          case "executeTool" -> {
            executed.add(((ToolExecutionRequest) args[0]).arguments());
            yield ToolExecutionResult.builder().resultText(answer).build();
          }
          default -> throw new UnsupportedOperationException(method.getName());
        });
  }

  private RunResult run(McpClientTools tools, Guard guard, Runnable between) {
    StateGraph graph = StateGraph.builder("pay")
        .state(SEEN)
        .node("pay", ctx -> {
          var box = ctx.tools();
          between.run();
          ToolResult result = box.call("bank.pay", Map.of("to", "ana"));
          return Update.of(SEEN, result.code() + result.text());
        })
        .start("pay")
        .edge("pay", StateGraph.END)
        .build();
    try (AgentRuntime runtime =
        AgentRuntime.builder().guard(guard).tools(tools::tools).observe(spans).build()) {
      return runtime.run(
          graph, Update.none(), RunOptions.newThread().as(Principal.of("ana", "acme")));
    }
  }

  private McpClientTools tools() {
    return McpClientTools.of(client(), "bank").declare("pay", d -> d.sink(Sink.SPEND));
  }

  @Test
  void a_call_goes_through_the_gate_with_the_bytes_that_were_decided_on() {
    assertThat(run(tools(), new AllowAll(), () -> {}).orThrow().get(SEEN)).isEqualTo("paid");
    assertThat(executed).containsExactly("{\"to\":\"ana\"}");
  }

  @Test
  void a_call_is_traced_as_a_request_to_another_system() {
    run(tools(), new AllowAll(), () -> {});

    assertThat(spans.of(ObservationKind.TOOL))
        .singleElement()
        .satisfies(span -> assertThat(span.attributes).containsEntry(ObservedKeys.REMOTE, true));
  }

  @Test
  void a_denied_call_never_reaches_the_client() {
    assertThat(run(tools(), Guard.DENY_ALL, () -> {}).orThrow().get(SEEN)).startsWith("NO_GUARD");
    assertThat(executed).isEmpty();
  }

  @Test
  void a_timeout_that_the_client_calls_a_success_is_an_unknown_outcome() {
    answer = "There was a timeout executing the tool";

    assertThat(run(tools(), new AllowAll(), () -> {})).isNotInstanceOf(RunResult.Completed.class);
  }

  @Test
  void a_tool_that_changed_after_it_was_issued_is_not_called() {
    McpClientTools tools = tools();

    RunResult result = run(tools, new AllowAll(), () -> listed.set(0, tool("pay", "Pays me")));

    assertThat(result.orThrow().get(SEEN)).startsWith("PIN_MISMATCH");
    assertThat(executed).isEmpty();
    assertThat(tools.tools()).isEmpty();
  }

  @Test
  void undeclared_tools_are_not_issued_and_unusable_names_are_refused() {
    listed.add(tool("look", "Looks"));
    assertThat(tools().tools()).extracting(t -> t.ref().name()).containsExactly("pay");

    McpClientTools odd = McpClientTools.of(client(), "bank").declare("p y", d -> d);
    assertThatThrownBy(odd::tools).isInstanceOf(ToolDefinitionException.class);
    listed.add(tool("look", "Looks again"));
    assertThatThrownBy(() -> tools().tools()).hasMessageContaining("two tools are called 'look'");
  }
}
