package io.harden4j.engine;

import static io.harden4j.engine.Scene.COUNT;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.harden4j.effect.Budget;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.UnpricedModelException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each bound of a budget stops a run before the call that would break it, and a larger one lets it go on. */
class BudgetKindsTest {
  private static final int BRANCHES = 8;

  private final Scene scene = new Scene();
  private final ScriptedChatModel model = model();

  private static ScriptedChatModel model() {
    ScriptedChatModel.Builder script = ScriptedChatModel.builder().name("m");
    IntStream.range(0, BRANCHES).forEach(i -> script.reply(Reply.text("x").usage(1, 100)));
    return script.build();
  }

  /** Eight branches at once, each with a call of a few tokens in and 100 out. */
  private StateGraph calls() {
    return Scene.graph()
        .node("split", ctx -> Update.none())
        .node("call", ctx -> {
          ctx.chatModel(model)
              .chat(ChatRequest.builder()
                  .messages(UserMessage.from("n " + ctx.input(Integer.class)))
                  .maxOutputTokens(100)
                  .build());
          return Update.of(COUNT, 1L);
        })
        .start("split")
        .fanOut("split", "call", s -> IntStream.range(0, BRANCHES).boxed().toList())
        .edge("call", END)
        .build();
  }

  private AgentRuntime runtime() {
    PriceTable.Price price = new PriceTable.Price(
        "Scripted", BigDecimal.valueOf(1_000_000), BigDecimal.valueOf(1_000_000));
    return scene.builder().prices(new PriceTable(List.of(price))).build();
  }

  @Test
  void tokens_are_bounded_over_parallel_branches() {
    RunResult result =
        runtime().run(calls(), Update.none(), thread("t").budget(Budget.of().tokens(500)));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(((RunResult.OutOfBudget) result).reason()).contains("tokens");
    assertThat(result.info().spent().inputTokens() + result.info().spent().outputTokens())
        .isLessThanOrEqualTo(500);
  }

  @Test
  void money_is_bounded_over_parallel_branches_and_more_of_it_lets_the_run_go_on() {
    AgentRuntime runtime = runtime();

    RunResult result = runtime.run(
        calls(), Update.none(), thread("t").budget(Budget.of().money(BigDecimal.valueOf(500))));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(((RunResult.OutOfBudget) result).reason()).contains("money");
    assertThat(result.info().spent().microMoney()).isLessThanOrEqualTo(500_000_000L);
    int before = model.calls();
    RunResult more =
        runtime.resume(thread("t").budget(Budget.of().money(BigDecimal.valueOf(9_999))));
    assertThat(more.orThrow().get(COUNT)).isEqualTo(BRANCHES);
    assertThat(model.calls()).isEqualTo(BRANCHES).isGreaterThan(before);
  }

  @Test
  void a_model_without_a_price_is_refused_where_money_is_bounded() {
    StateGraph graph =
        Scene.single(ctx -> Update.of(TEXT, ctx.chat(model).user("hi").text()));
    AgentRuntime runtime = scene.runtime();
    Budget money = Budget.of().money(BigDecimal.ONE);

    RunResult result = runtime.run(graph, Update.none(), thread("t").budget(money));

    assertThat(((RunResult.Failed) result).error())
        .isInstanceOf(UnpricedModelException.class)
        .hasMessageContaining("prices(");
    assertThat(model.calls()).isZero();
    assertThat(runtime.resume(thread("t").budget(Budget.of())).orThrow().get(TEXT))
        .isEqualTo("x");
  }

  @Test
  void a_bound_finer_than_a_millionth_is_rounded_down() {
    assertThat(Budget.of().money(new BigDecimal("1.0000019")).microMoney()).isEqualTo(1_000_001L);
  }

  @Test
  void the_wall_clock_is_not_regained_by_a_resume() {
    StateGraph graph = Scene.single(ctx -> Update.of(TEXT, "done"));
    AgentRuntime runtime = runtime();
    Budget none = Budget.of().wallClock(Duration.ofNanos(1));
    StateGraph slow = Scene.graph()
        .node("busy", ctx -> {
          long end = System.nanoTime() + 3_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          return Update.none();
        })
        .node("next", ctx -> Update.of(TEXT, "done"))
        .start("busy")
        .edge("busy", "next")
        .edge("next", END)
        .build();

    RunResult first = runtime.run(slow, Update.none(), thread("t").budget(none));

    assertThat(first).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(((RunResult.OutOfBudget) first).reason()).contains("wall clock");
    assertThat(runtime.resume(thread("t"))).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(runtime.resume(thread("t").budget(Budget.of())).orThrow().get(TEXT))
        .isEqualTo("done");
    assertThat(runtime.run(graph, Update.none(), thread("u")).orThrow().get(TEXT))
        .isEqualTo("done");
  }

  @Test
  void writes_to_a_reducing_key_are_merged_in_task_order() {
    StateKey<String> joined = StateKey.reducing("joined", String.class, "", String::concat);
    StateGraph graph = StateGraph.builder("reduce")
        .state(joined)
        .node("split", ctx -> Update.none())
        .node("add", ctx -> Update.of(joined, ctx.input(String.class)))
        .start("split")
        .fanOut("split", "add", s -> List.of("a", "b", "c", "d"))
        .edge("add", END)
        .build();

    assertThat(runtime().run(graph, Update.none(), thread("t")).orThrow().get(joined))
        .isEqualTo("abcd");
  }
}
