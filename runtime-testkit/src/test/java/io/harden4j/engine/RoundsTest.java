package io.harden4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls whose tool asks something before it is done. */
class RoundsTest {
  private static final StateKey<String> SEEN = StateKey.of("seen", String.class);
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final RunOptions THREAD = RunOptions.thread("t").as(ANA);

  private final CheckpointStore store = new InMemoryCheckpointStore(InstantSource.system());
  private final List<String> rounds = new ArrayList<>();
  private int decisions;

  /** Wants answers until it has so many. */
  private final class Asking implements ToolConnector {
    private final int wanted;
    private final List<String> had;

    Asking(int wanted, List<String> had) {
      this.wanted = wanted;
      this.had = had;
    }

    @Override
    public ToolResult invoke(Permit permit) {
      permit.arguments();
      rounds.add(String.join("+", had));
      return had.size() == wanted
          ? ToolResult.ok(String.join("+", had))
          : new ToolResult(
              ToolResult.Status.TOOL_ERROR,
              NextRound.INPUT_REQUIRED,
              "nobody was asked",
              "{\"n\":" + had.size() + "}");
    }

    @Override
    public Optional<NextRound> next(ToolResult result) {
      NextRound.Question question = new NextRound.Question("Answer " + (had.size() + 1) + "?", "");
      return Optional.of(new NextRound(List.of(question), answers -> {
        List<String> more = new ArrayList<>(had);
        more.add(String.valueOf(answers.get(0).values().get("a")));
        return new Asking(wanted, more);
      }));
    }
  }

  private AgentRuntime runtime(int wanted) {
    GuardedTool tool = new GuardedTool(
        new ToolRef("far", "ask", ""),
        "ask",
        "Asks",
        JsonNodeFactory.instance.objectNode().put("type", "object"),
        ToolDeclaration.of(Sink.WRITE_EXTERNAL),
        new Asking(wanted, List.of()));
    AllowAll allow = new AllowAll();
    return AgentRuntime.builder()
        .checkpoints(store)
        .graphs(GRAPH)
        .tools(List.of(tool))
        .guard(request -> {
          decisions++;
          return allow.decide(request);
        })
        .build();
  }

  private static final StateGraph GRAPH = StateGraph.builder("rounds")
      .state(SEEN)
      .node("call", ctx -> {
        ToolResult result = ctx.tools().call("far.ask", Map.of());
        return Update.of(SEEN, result.code() + result.text());
      })
      .start("call")
      .edge("call", StateGraph.END)
      .build();

  private void answer(AgentRuntime runtime, String text) {
    OpenQuestion question = runtime.inbox().open(ANA).get(0);
    runtime.inbox().answer(question, new NextRound.Answer(true, Map.of("a", text)), ANA);
  }

  @Test
  void each_round_waits_for_its_answer_and_passes_the_guard_in_whatever_process() {
    try (AgentRuntime first = runtime(2)) {
      assertThat(first.run(GRAPH, Update.none(), THREAD)).isInstanceOf(RunResult.Suspended.class);
      answer(first, "one");
    }
    try (AgentRuntime second = runtime(2)) {
      assertThat(second.resume(THREAD)).isInstanceOf(RunResult.Suspended.class);
      answer(second, "two");
    }
    try (AgentRuntime third = runtime(2)) {
      assertThat(third.resume(THREAD).orThrow().get(SEEN)).isEqualTo("one+two");
    }
    assertThat(rounds).as("no round is made twice").containsExactly("", "one", "one+two");
    assertThat(decisions).isEqualTo(3);
  }

  @Test
  void a_tool_that_never_has_enough_is_left_with_its_last_result() {
    try (AgentRuntime runtime = runtime(100)) {
      RunResult result = runtime.run(GRAPH, Update.none(), THREAD);
      while (result instanceof RunResult.Suspended) {
        answer(runtime, "x");
        result = runtime.resume(THREAD);
      }

      assertThat(result.orThrow().get(SEEN)).startsWith(NextRound.INPUT_REQUIRED);
      assertThat(rounds).hasSize(NextRound.MAX);
    }
  }

  @Test
  void a_run_that_records_nothing_asks_nobody() {
    try (AgentRuntime runtime = runtime(1)) {
      RunResult result = runtime.run(GRAPH, Update.none(), THREAD.durability(Durability.NONE));

      assertThat(result.orThrow().get(SEEN))
          .isEqualTo(NextRound.INPUT_REQUIRED + "nobody was asked");
    }
  }
}
