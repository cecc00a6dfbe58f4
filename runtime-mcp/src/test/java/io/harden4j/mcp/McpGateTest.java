package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.effect.Retry;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.ToolBox;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tools of a real server process, called by a node through the real gate. */
class McpGateTest {
  private static final StateKey<String> SEEN = StateKey.of("seen", String.class);

  private final McpServers servers = McpServers.builder()
      .stdio(
          "faults",
          s -> s.command(TestServers.command("normal"))
              .stopGrace(Duration.ofMillis(500))
              .declare("echo", d -> d.sink(Sink.READ))
              .declare("line", d -> d.sink(Sink.READ))
              .declare("count", d -> d.sink(Sink.READ))
              .declare("change", d -> d.sink(Sink.READ))
              .declare("cancelled", d -> d.sink(Sink.READ).trustedResult())
              .declare("refused", d -> d.sink(Sink.READ))
              .declare("fails", d -> d.sink(Sink.READ))
              .declare("bad-structured", d -> d.sink(Sink.READ))
              .declare("good-structured", d -> d.sink(Sink.READ))
              .declare("image", d -> d.sink(Sink.READ))
              .declare("hang", d -> d.sink(Sink.WRITE_EXTERNAL).timeout(Duration.ofMillis(400)))
              .declare("die", d -> d.sink(Sink.SPEND).notIdempotent().retry(Retry.exponential(3))))
      .build();

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void the_server_gets_the_permitted_bytes_and_the_idempotency_key() {
    String line =
        text(box -> box.call("line", "{ \"z\": 1.50, \"a\": {\"größe\": \"🎈 \\u0041\"} }"));

    assertThat(line)
        .contains(
            "\"params\":{\"name\":\"line\",\"arguments\":{\"a\":{\"größe\":\"🎈 A\"},\"z\":1.5},\"_meta\":{")
        .containsPattern("\"io.harden4j/idempotency-key\":\"[^\"]+\"");
  }

  @Test
  void a_result_is_untrusted_unless_declared_otherwise() {
    assertThat(label(box -> box.call("echo", Map.of()))).isEqualTo("UNTRUSTED [tool:faults.echo]");
    assertThat(label(box -> box.call("cancelled", Map.of())))
        .isEqualTo("TRUSTED_TOOL [tool:faults.cancelled]");
  }

  @Test
  void a_denied_call_never_reaches_the_server() {
    Guard onlyCounting = request -> request.call().tool().name().equals("count")
        ? new AllowAll().decide(request)
        : new Decision.Deny("test", "NOT_PERMITTED", "no", "no");

    RunResult result = run(onlyCounting, ctx -> {
      ToolResult denied = ctx.tools().call("echo", Map.of());
      return Update.of(
          SEEN, denied.code() + " " + ctx.tools().call("count", Map.of()).text());
    });

    assertThat(result.orThrow().get(SEEN)).isEqualTo("NOT_PERMITTED 1");
  }

  @Test
  void without_a_guard_every_call_is_denied() {
    RunResult result = run(
        Guard.DENY_ALL,
        ctx -> Update.of(SEEN, ctx.tools("faults").call("echo", Map.of()).code()));

    assertThat(result.orThrow().get(SEEN)).isEqualTo("NO_GUARD");
  }

  @Test
  void a_tool_without_a_declaration_does_not_exist() {
    assertThat(code(box -> box.call("env", Map.of()))).isEqualTo("UNKNOWN_TOOL");
  }

  @Test
  void a_tool_that_changed_after_it_was_issued_is_not_called() {
    String code = code(box -> {
      box.call("change", Map.of());
      return box.call("echo", Map.of());
    });

    assertThat(code).isEqualTo("PIN_MISMATCH");
    assertThat(code(box -> box.call("echo", Map.of())))
        .as("and is not issued again")
        .isEqualTo("UNKNOWN_TOOL");
  }

  @Test
  void answers_of_every_kind_become_results_a_model_can_read() {
    assertThat(code(box -> box.call("refused", Map.of()))).isEqualTo("MCP_REFUSED");
    assertThat(code(box -> box.call("fails", Map.of()))).isEqualTo("TOOL_ERROR");
    assertThat(code(box -> box.call("bad-structured", Map.of()))).isEqualTo("INVALID_OUTPUT");
    assertThat(text(box -> box.call("good-structured", Map.of()))).isEqualTo("{\"total\":12.50}");
    assertThat(text(box -> box.call("image", Map.of()))).startsWith("[image image/png");
  }

  @Test
  void a_call_over_its_time_is_cancelled_at_the_server() {
    RunResult result = run(
        new AllowAll(),
        ctx -> Update.of(SEEN, ctx.tools().call("hang", Map.of()).code()));

    assertThat(result).isNotInstanceOf(RunResult.Completed.class);
    assertThat(text(box -> box.call("cancelled", Map.of()))).matches("\\d+");
  }

  @Test
  void a_consequential_call_whose_server_dies_is_not_repeated() {
    RunResult result = run(
        new AllowAll(), ctx -> Update.of(SEEN, ctx.tools().call("die", Map.of()).code()));

    assertThat(result).isNotInstanceOf(RunResult.Completed.class);
    assertThat(servers.status("faults").starts()).isEqualTo(1);
    assertThat(text(box -> box.call("echo", Map.of())))
        .as("the next call starts the server again")
        .isEqualTo("{}");
  }

  private String text(Function<ToolBox, ToolResult> call) {
    return run(new AllowAll(), ctx -> Update.of(SEEN, call.apply(ctx.tools()).text()))
        .orThrow()
        .get(SEEN);
  }

  private String code(Function<ToolBox, ToolResult> call) {
    return run(new AllowAll(), ctx -> Update.of(SEEN, call.apply(ctx.tools()).code()))
        .orThrow()
        .get(SEEN);
  }

  private String label(Function<ToolBox, ToolResult> call) {
    return run(new AllowAll(), ctx -> {
          ToolResult result = call.apply(ctx.tools());
          return Update.of(SEEN, describe(ctx, result));
        })
        .orThrow()
        .get(SEEN);
  }

  private static String describe(NodeContext ctx, ToolResult result) {
    assertThat(result.isOk()).isTrue();
    Integrity integrity = ctx.label().integrity();
    return integrity + " "
        + ctx.label().origins().stream().filter(o -> o.startsWith("tool:")).toList();
  }

  private RunResult run(Guard guard, Node node) {
    StateGraph graph = StateGraph.builder("calls")
        .state(SEEN)
        .node("call", node)
        .start("call")
        .edge("call", StateGraph.END)
        .build();
    try (AgentRuntime runtime =
        AgentRuntime.builder().guard(guard).tools(servers::tools).build()) {
      return runtime.run(graph, Update.none(), RunOptions.newThread().as(Principal.of("ana", "t")));
    }
  }
}
