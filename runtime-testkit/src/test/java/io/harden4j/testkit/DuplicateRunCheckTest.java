package io.harden4j.testkit;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import io.harden4j.effect.Effect;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.DuplicateRunCheckReport.Finding;
import io.harden4j.testkit.DuplicateRunCheckReport.Kind;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DuplicateRunCheckTest {
  private static final StateKey<String> TEXT = StateKey.of("text", String.class);
  private static final StateKey<List<String>> LOG = StateKey.list("log", String.class);
  private static final StateKey<Boolean> OK = StateKey.of("ok", Boolean.class);

  private final ScriptedChatModel model = ScriptedChatModel.builder()
      .when(request -> true, Reply.of(request -> AiMessage.from("said")))
      .build();
  private final List<String> refunds = new CopyOnWriteArrayList<>();

  private static StateGraph single(Node node) {
    return StateGraph.builder("single")
        .state(TEXT, LOG, OK)
        .node("only", node)
        .start("only")
        .edge("only", END)
        .build();
  }

  private GuardedTool refund() {
    ObjectNode schema = new ObjectMapper().createObjectNode().put("type", "object");
    schema.putObject("properties").putObject("cents").put("type", "integer");
    return new GuardedTool(
        new ToolRef("orders", "refund", "pin"),
        "orders__refund",
        "Refunds",
        schema,
        ToolDeclaration.of(Sink.SPEND),
        permit -> {
          permit.arguments();
          refunds.add(permit.idempotencyKey());
          return ToolResult.ok("refunded");
        });
  }

  private StateGraph stable() {
    StateGraph inner = StateGraph.builder("inner")
        .state(TEXT, LOG)
        .node("look", ctx -> Update.add(LOG, "looked at " + ctx.get(TEXT) + " at " + ctx.now()))
        .start("look")
        .edge("look", END)
        .build();
    return StateGraph.builder("stable")
        .state(TEXT, LOG, OK)
        .node("ask", ctx -> Update.of(TEXT, ctx.chat(model).user("hello").text()))
        .node(
            "each",
            ctx -> Update.add(LOG, ctx.input(String.class) + ctx.random().nextInt()))
        .subgraph("inside", inner, s -> s.in(TEXT, TEXT).out(LOG, LOG))
        .node("pay", ctx -> {
          ctx.effect("book", Effect.idempotent(String.class), key -> "booked");
          return Update.add(
              LOG, ctx.tools().call("refund", Map.of("cents", 100)).text());
        })
        .node("review", ctx -> Update.of(OK, ctx.ask("Good as it is?", Boolean.class)))
        .start("ask")
        .fanOut("ask", "each", s -> List.of("a", "b", "c"))
        .edge("ask", "inside")
        .join("pay", "each", "inside")
        .join("review", "each", "inside")
        .edge("pay", END)
        .edge("review", END)
        .build();
  }

  @Test
  void a_graph_that_repeats_itself_is_stable_and_executes_each_effect_once() {
    DuplicateRunCheckReport report = DuplicateRunCheck.of(stable())
        .runtime(b -> b.guard(new AllowAll()).tools(List.of(refund())))
        .answer("Good as it is", true)
        .check();

    assertThat(report.assertStable().result().state().get(OK)).isTrue();
    assertThat(report.runTwice()).isEqualTo(8);
    assertThat(model.calls()).isEqualTo(1);
    assertThat(refunds).hasSize(1);
  }

  @Test
  void a_prompt_that_reads_the_clock_beside_the_runtime_is_found() {
    StateGraph graph = single(ctx ->
        Update.of(TEXT, ctx.chat(model).user("it is " + System.nanoTime()).text()));

    DuplicateRunCheckReport report = DuplicateRunCheck.of(graph).check();

    assertThat(report.findings())
        .containsExactly(
            new Finding(Kind.EFFECT_NOT_IN_JOURNAL, "only", "model:ScriptedChatModel"));
    assertThatThrownBy(report::assertStable)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("node 'only'")
        .hasMessageContaining("Take clock");
  }

  /** Equal only to itself, as things without equals and hashCode are: the order in a hash map changes from run to run. */
  private static final class Anonymous {
    private final int number;

    private Anonymous(int number) {
      this.number = number;
    }
  }

  @Test
  void a_prompt_in_the_order_of_a_hash_map_is_found() {
    StateGraph graph = single(ctx -> {
      Map<Anonymous, Integer> unordered = new HashMap<>();
      for (int i = 0; i < 24; i++) {
        unordered.put(new Anonymous(i), i);
      }
      StringBuilder prompt = new StringBuilder();
      unordered.keySet().forEach(a -> prompt.append(a.number).append(' '));
      return Update.of(TEXT, ctx.chat(model).user(prompt.toString()).text());
    });

    DuplicateRunCheckReport report = DuplicateRunCheck.of(graph).check();

    assertThat(report.findings(Kind.EFFECT_NOT_IN_JOURNAL)).hasSize(1);
  }

  @Test
  void a_node_that_counts_in_a_field_is_found_by_its_update() {
    AtomicInteger field = new AtomicInteger();
    StateGraph graph = single(ctx -> Update.of(TEXT, "visit " + field.incrementAndGet()));

    DuplicateRunCheckReport report = DuplicateRunCheck.of(graph).check();

    assertThat(report.findings())
        .containsExactly(new Finding(Kind.DIFFERENT_UPDATE, "only", "text"));
  }

  @Test
  void a_consequential_effect_under_a_changing_name_is_found() {
    AtomicInteger field = new AtomicInteger();
    AtomicInteger paid = new AtomicInteger();
    StateGraph graph = single(ctx -> {
      ctx.effect("pay " + field.incrementAndGet(), paid::incrementAndGet);
      return Update.none();
    });

    DuplicateRunCheckReport report = DuplicateRunCheck.of(graph).check();

    assertThat(report.findings())
        .containsExactly(
            new Finding(Kind.REPEATED_EFFECT, "only", "effect:pay 2"),
            new Finding(Kind.EFFECT_NOT_ASKED_AGAIN, "only", "effect:pay 1"));
    assertThat(paid).hasValue(2);
  }

  @Test
  void a_tool_call_with_other_arguments_is_a_mismatch_and_is_not_made() {
    AtomicInteger field = new AtomicInteger();
    StateGraph graph = single(ctx -> Update.of(
        TEXT,
        ctx.tools().call("refund", Map.of("cents", field.incrementAndGet())).text()));

    DuplicateRunCheckReport report = DuplicateRunCheck.of(graph)
        .runtime(b -> b.guard(new AllowAll()).tools(List.of(refund())))
        .check();

    assertThat(report.findings(Kind.MISMATCH)).extracting(Finding::node).containsExactly("only");
    assertThat(report.result()).isInstanceOf(RunResult.Suspended.class);
    assertThat(refunds).hasSize(1);
  }

  @Test
  void an_effect_that_only_the_first_run_asks_for_is_found() {
    AtomicInteger field = new AtomicInteger();
    StateGraph graph = single(ctx -> {
      if (field.incrementAndGet() == 1) {
        ctx.effect("only once", () -> "x");
      }
      return Update.none();
    });

    assertThat(DuplicateRunCheck.of(graph).check().findings())
        .containsExactly(new Finding(Kind.EFFECT_NOT_ASKED_AGAIN, "only", "effect:only once"));
  }

  @Test
  void of_two_parallel_tasks_the_unstable_one_is_named_by_its_key() {
    AtomicInteger field = new AtomicInteger();
    StateGraph graph = StateGraph.builder("twins")
        .state(TEXT, LOG)
        .node("good", ctx -> Update.add(LOG, "good"))
        .node("bad", ctx -> Update.of(TEXT, "visit " + field.incrementAndGet()))
        .start("good", "bad")
        .edge("good", END)
        .edge("bad", END)
        .build();

    assertThat(DuplicateRunCheck.of(graph).check().findings(Kind.DIFFERENT_UPDATE))
        .isNotEmpty()
        .allMatch(f -> f.node().contains("bad") && f.what().equals("text"));
  }

  @Test
  void a_question_without_an_answer_is_named_with_the_line_to_write() {
    StateGraph graph = single(ctx -> Update.of(OK, ctx.ask("Sure?", Boolean.class)));

    assertThatThrownBy(() -> DuplicateRunCheck.of(graph).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'Sure?'")
        .hasMessageContaining(".answer(");
  }

  @Test
  void a_run_that_fails_is_not_called_stable() {
    StateGraph graph = single(ctx -> {
      throw new IllegalArgumentException("no luck");
    });

    assertThatThrownBy(() -> DuplicateRunCheck.of(graph).check().assertStable())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no luck");
  }
}
