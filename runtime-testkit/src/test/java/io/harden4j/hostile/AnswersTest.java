package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.effect.Budget;
import io.harden4j.effect.Effect;
import io.harden4j.graph.Ask;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions and answers in unusual orders, and answers that are none. */
class AnswersTest {
  private final Arena arena = new Arena();
  private final StateGraph asks =
      Arena.single(ctx -> Update.of(OK, ctx.ask("Sure?", Boolean.class)));

  record Amount(int cents) {}

  enum Choice {
    A,
    B
  }

  static Stream<Arguments> answersOfTheWrongKind() {
    return Stream.of(
        Arguments.of(Integer.class, true),
        Arguments.of(Integer.class, "99999999999"),
        Arguments.of(Integer.class, "1.5"),
        Arguments.of(Amount.class, "garbage"),
        Arguments.of(Amount.class, 5),
        Arguments.of(Choice.class, true),
        Arguments.of(Choice.class, 1),
        Arguments.of(String.class, List.of("a")),
        Arguments.of(Boolean.class, Choice.A));
  }

  @ParameterizedTest
  @MethodSource("answersOfTheWrongKind")
  void an_answer_of_the_wrong_kind_is_refused_and_the_right_one_still_counts(
      Class<?> type, Object answer) {
    StateGraph graph = Arena.single(ctx -> Update.of(TEXT, "got " + ctx.ask("?", type)));
    AgentRuntime runtime = arena.runtime(graph);
    OpenQuestion question =
        questions(runtime.run(graph, Update.none(), thread("t"))).get(0);

    assertThatThrownBy(() -> runtime.inbox().answer(question, answer, ANA))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(runtime.inbox().open(ANA, "t")).containsExactly(question);
  }

  @Test
  void asking_whether_an_answer_is_there_costs_neither_budget_nor_history() {
    AgentRuntime runtime = arena.builder().budget(Budget.of().steps(3)).build();
    runtime.run(asks, Update.none(), thread("t"));
    int checkpoints = runtime.threads().history(ANA, "t").size();

    for (int poll = 0; poll < 10; poll++) {
      questions(runtime.resume(thread("t")));
    }

    assertThat(runtime.threads().history(ANA, "t")).hasSize(checkpoints);
    assertThat(answerAll(runtime, "t", true).orThrow().get(OK)).isTrue();
  }

  @Test
  void questions_of_fan_out_tasks_are_answered_one_by_one_in_any_order() {
    AtomicInteger executed = new AtomicInteger();
    List<String> items = List.of("a", "b", "c", "d", "e");
    StateGraph graph = Arena.graph()
        .node("split", ctx -> Update.none())
        .node("work", ctx -> {
          String item = ctx.input(String.class);
          ctx.effect("work", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
          return Update.add(LOG, item + " " + ctx.ask(item + "?", Boolean.class));
        })
        .start("split")
        .fanOut("split", "work", s -> items)
        .edge("work", END)
        .build();

    RunResult result = arena.runtime(graph).run(graph, Update.none(), thread("t"));
    for (int open = items.size(); open > 0; open--) {
      AgentRuntime process = arena.runtime(graph);
      List<OpenQuestion> questions = process.inbox().open(ANA, "t");
      assertThat(questions).hasSize(open);
      OpenQuestion last = questions.get(open - 1);
      process.inbox().answer(last, last.text().compareTo("c") < 0, ANA);
      result = process.resume(thread("t"));
    }

    assertThat(result.orThrow().get(LOG))
        .containsExactly("a true", "b true", "c false", "d false", "e false");
    assertThat(executed).hasValue(items.size());
    assertThat(result.info().spent().steps()).isEqualTo(2);
  }

  @Test
  void a_question_may_be_answered_while_the_step_still_runs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    StateGraph graph = Arena.graph()
        .node("asks", ctx -> Update.of(OK, ctx.ask("Sure?", Boolean.class)))
        .node("slow", ctx -> {
          answered.await();
          return Update.add(LOG, "slow");
        })
        .start("asks", "slow")
        .edge("asks", END)
        .edge("slow", END)
        .build();
    AgentRuntime runtime = arena.runtime(graph);
    CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() ->
        runtime.run(graph, Update.none(), thread("t").onEvent(event -> {
          if (event instanceof RunEvent.Asked) {
            asked.countDown();
          }
        })));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    AgentRuntime other = arena.runtime(graph);
    other.inbox().open(ANA, "t").forEach(q -> other.inbox().answer(q, true, ANA));
    answered.countDown();
    running.get(10, TimeUnit.SECONDS);

    RunResult result = runtime.resume(thread("t"));
    assertThat(result.orThrow().get(OK)).isTrue();
    assertThat(result.orThrow().get(LOG)).containsExactly("slow");
  }

  @Test
  void the_same_text_asked_twice_gets_two_answers() {
    StateGraph graph = Arena.single(
        ctx -> Update.of(TEXT, ctx.ask("Name?", String.class) + ctx.ask("Name?", String.class)));
    AgentRuntime runtime = arena.runtime(graph);
    questions(runtime.run(graph, Update.none(), thread("t")));

    questions(answerAll(runtime, "t", "a"));

    assertThat(answerAll(runtime, "t", "b").orThrow().get(TEXT)).isEqualTo("ab");
  }

  @Test
  void two_branches_that_ask_the_same_get_answers_of_their_own() {
    AgentRuntime runtime = arena.runtime(asks);
    questions(runtime.run(asks, Update.none(), thread("t")));
    runtime
        .threads()
        .fork(ANA, runtime.threads().history(ANA, "t").get(0).ref(), "b", ForkMode.REUSE_EFFECTS);
    questions(runtime.resume(thread("t").branch("b")));

    for (OpenQuestion question : runtime.inbox().open(ANA, "t")) {
      runtime.inbox().answer(question, question.branch().equals("main"), ANA);
    }

    assertThat(runtime.resume(thread("t")).orThrow().get(OK)).isTrue();
    assertThat(runtime.resume(thread("t").branch("b")).orThrow().get(OK)).isFalse();
  }

  @Test
  void an_expired_question_is_asked_again_after_an_edit() {
    StateGraph graph = Arena.single(ctx ->
        Update.of(OK, ctx.ask(Ask.of("?", Boolean.class).within(Duration.ofMinutes(5)))));
    AgentRuntime runtime = arena.runtime(graph);
    questions(runtime.run(graph, Update.none(), thread("t")));
    arena.clock.advance(Duration.ofMinutes(6));
    assertThat(runtime.resume(thread("t"))).isInstanceOf(RunResult.Failed.class);

    runtime.threads().edit(ANA, "t", Update.none());

    questions(runtime.resume(thread("t")));
    assertThat(answerAll(runtime, "t", true).orThrow().get(OK)).isTrue();
  }

  @Test
  void a_breakpoint_in_a_loop_is_asked_in_each_round() {
    StateGraph graph = Arena.graph()
        .node("round", ctx -> Update.add(LOG, "x"), n -> n.interruptBefore())
        .start("round")
        .route("round", r -> r.when(s -> s.get(LOG).size() >= 3, END).otherwise("round"))
        .build();
    AgentRuntime runtime = arena.runtime(graph);
    RunResult result = runtime.run(graph, Update.none(), thread("t"));

    int asked = 0;
    while (result instanceof RunResult.Suspended) {
      asked++;
      result = answerAll(runtime, "t", true);
    }

    assertThat(asked).isEqualTo(3);
    assertThat(result.orThrow().get(LOG)).hasSize(3);
  }

  @Test
  void a_node_that_asks_to_stop_behind_it_stops_also_where_a_sibling_planned_the_same() {
    StateGraph graph = Arena.graph()
        .node("a", ctx -> Update.none())
        .node("z", ctx -> Update.none(), n -> n.interruptAfter())
        .node("next", ctx -> Update.of(OK, true))
        .start("a", "z")
        .edge("a", "next")
        .edge("z", "next")
        .edge("next", END)
        .build();

    RunResult result = arena.runtime(graph).run(graph, Update.none(), thread("t"));

    assertThat(questions(result)).extracting(OpenQuestion::kind).containsExactly("breakpoint");
  }
}
