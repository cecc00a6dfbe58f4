package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import io.harden4j.effect.EffectException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuardedToolsTest {
  enum Size {
    SMALL,
    LARGE
  }

  record Line(String article, int count) {}

  record Receipt(int id, double total) {}

  static class Shop {
    @Tool("Orders")
    Receipt order(List<Line> lines, Size size, @P(value = "note", required = false) String note) {
      return new Receipt(lines.size(), note == null ? 1 : 2);
    }

    @Tool
    void ping() {}

    @Tool
    int pages(@P(value = "how many", defaultValue = "5") int count) {
      return count;
    }

    @Tool
    String fail(String how) {
      if (how.equals("refuse")) {
        throw new IllegalArgumentException("no such thing");
      }
      throw new IllegalStateException("broke in the middle");
    }
  }

  private static GuardedTools shop(Sink failing) {
    return GuardedTools.of(new Shop())
        .declare("order", d -> d.sink(Sink.SPEND))
        .declare("ping", d -> d.sink(Sink.READ))
        .declare("pages", d -> d.sink(Sink.READ))
        .declare("fail", d -> d.sink(failing));
  }

  private static RunResult call(
      GuardedTools tools, String tool, String arguments, AtomicReference<ToolResult> result) {
    StateKey<String> key = StateKey.of("x", String.class);
    StateGraph graph = StateGraph.builder("call")
        .state(key)
        .node("call", ctx -> {
          result.set(ctx.tools().call(tool, arguments));
          return Update.none();
        })
        .start("call")
        .edge("call", StateGraph.END)
        .build();
    try (AgentRuntime runtime =
        AgentRuntime.builder().guard(new AllowAll()).tools(tools.tools()).build()) {
      return runtime.run(graph, Update.none(), RunOptions.thread("t").as(Desk.ANA));
    }
  }

  private static ToolResult call(String tool, String arguments) {
    AtomicReference<ToolResult> result = new AtomicReference<>();
    call(shop(Sink.READ), tool, arguments, result).orThrow();
    return result.get();
  }

  @Test
  void reads_records_lists_enums_and_gives_structured_results() {
    ToolResult result =
        call("order", "{\"lines\": [{\"article\": \"a\", \"count\": 2}], \"size\": \"LARGE\"}");

    assertThat(result)
        .isEqualTo(ToolResult.ok("{\"id\":1,\"total\":1.0}", "{\"id\":1,\"total\":1.0}"));
  }

  @Test
  void fills_defaults_and_answers_for_void() {
    assertThat(call("pages", "{}").text()).isEqualTo("5");
    assertThat(call("pages", "{\"count\": 2}").text()).isEqualTo("2");
    assertThat(call("ping", "{}").text()).isEqualTo("Success");
  }

  @Test
  void does_not_run_a_method_with_arguments_that_do_not_fit() {
    assertThat(call("pages", "{\"count\": 2.7}").isOk()).isFalse();
    assertThat(call("pages", "{\"count\": \"2\"}").isOk()).isFalse();
    assertThat(call("pages", "{\"counts\": 2}").isOk()).isFalse();
    assertThat(call("order", "{\"lines\": [], \"size\": \"HUGE\"}").isOk()).isFalse();
  }

  @Test
  void models_read_why_a_reading_tool_failed() {
    assertThat(call("fail", "{\"how\": \"break\"}"))
        .isEqualTo(ToolResult.error("broke in the middle"));
  }

  @Test
  void a_refusal_of_a_writing_tool_is_a_result_and_a_break_is_an_unknown_outcome() {
    AtomicReference<ToolResult> result = new AtomicReference<>();
    call(shop(Sink.SPEND), "fail", "{\"how\": \"refuse\"}", result).orThrow();
    assertThat(result.get()).isEqualTo(ToolResult.error("no such thing"));

    RunResult broken = call(shop(Sink.SPEND), "fail", "{\"how\": \"break\"}", result);
    assertThat(((RunResult.Suspended) broken).questions())
        .singleElement()
        .satisfies(q -> assertThat(q.kind()).isEqualTo("outcome"));
  }

  @Test
  void models_do_not_see_the_idempotency_key() {
    GuardedTool refund = Desk.guarded(new OrderTools()).tools().stream()
        .filter(t -> t.ref().name().equals("refund"))
        .findFirst()
        .orElseThrow();

    assertThat(refund.schema().path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "iban", "amount");
    assertThat(refund.schema().path("required").toString()).doesNotContain("key");
    assertThat(refund.ref().qualifiedName()).isEqualTo("orders.refund");
  }

  @Test
  void names_the_server_after_the_class() {
    assertThat(shop(Sink.READ).tools()).allMatch(t -> t.ref().server().equals("shop"));
  }

  @Test
  void lists_every_missing_or_wrong_declaration_with_the_line_to_write() {
    GuardedTools tools = GuardedTools.of(new OrderTools())
        .declare("find_order", d -> d.sink(Sink.READ).argument("number", ArgumentRole.IDENTIFIER))
        .declare("find_oder", d -> d.sink(Sink.READ));

    assertThatThrownBy(tools::tools)
        .isInstanceOf(ToolDefinitionException.class)
        .hasMessageContaining("3 fault(s)")
        .hasMessageContaining("'find_oder' is declared, but no @Tool method has this name")
        .hasMessageContaining("'find_order' has no argument 'number'; arguments: [id]")
        .hasMessageContaining(
            ".declare(\"refund\", d -> d.sink(READ)"
                + ".argument(\"id\", CONTENT).argument(\"iban\", CONTENT).argument(\"amount\", CONTENT))");
  }

  static class Unfit {
    @Tool
    String remembers(@ToolMemoryId String id) {
      return id;
    }

    @Tool
    String keyed(@IdempotencyKey long key) {
      return "" + key;
    }

    @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
    String immediate() {
      return "";
    }

    @Tool
    String optional(@P(value = "x", required = false) int x) {
      return "" + x;
    }
  }

  @Test
  void refuses_methods_that_the_gate_could_not_serve() {
    assertThatThrownBy(() -> GuardedTools.of(new Unfit()).tools())
        .hasMessageContaining("4 fault(s)")
        .hasMessageContaining("LangChain4j's own executor")
        .hasMessageContaining("must be a String")
        .hasMessageContaining("returnBehavior is not supported")
        .hasMessageContaining("give @P a defaultValue");
    assertThatThrownBy(() -> GuardedTools.of("text").tools())
        .hasMessageContaining("no method is annotated with @Tool");
  }

  @Test
  void a_failed_repeatable_tool_is_an_effect_exception_for_a_node() {
    GuardedTools tools = GuardedTools.of(new Shop())
        .declare("order", d -> d.sink(Sink.READ))
        .declare("ping", d -> d.sink(Sink.READ))
        .declare("pages", d -> d.sink(Sink.READ))
        .declare(
            "fail",
            d -> d.sink(Sink.SPEND).repeatable().retry(io.harden4j.effect.Retry.immediately(2)));

    RunResult result = call(tools, "fail", "{\"how\": \"break\"}", new AtomicReference<>());

    assertThat(((RunResult.Failed) result).error()).isInstanceOf(EffectException.class);
  }
}
