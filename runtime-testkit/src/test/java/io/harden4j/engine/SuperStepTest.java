package io.harden4j.engine;

import static io.harden4j.engine.Scene.COUNT;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.graph.ConflictingUpdateException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a graph computes, the same with and without checkpoints. */
class SuperStepTest {
  private final Scene scene = new Scene();
  private final AgentRuntime runtime = scene.runtime();

  private RunResult run(StateGraph graph, Update input, Durability durability) {
    return runtime.run(graph, input, thread("t-" + graph.hashCode()).durability(durability));
  }

  @ParameterizedTest
  @EnumSource
  void a_loop_runs_until_its_route_ends_it(Durability durability) {
    StateGraph loop = Scene.graph()
        .node("add", ctx -> Update.of(COUNT, 1L))
        .start("add")
        .route("add", r -> r.when(s -> s.get(COUNT) < 5, "add").otherwise(END))
        .build();

    assertThat(run(loop, Update.none(), durability).orThrow().get(COUNT)).isEqualTo(5L);
  }

  @ParameterizedTest
  @EnumSource
  void branches_run_in_one_step_and_updates_are_applied_in_task_order(Durability durability) {
    StateGraph.Builder wide = Scene.graph()
        .node("start", ctx -> Update.none())
        .start("start")
        .node("end", ctx -> Update.none());
    String[] names =
        IntStream.range(0, 20).mapToObj(i -> String.format("n%02d", i)).toArray(String[]::new);
    for (String name : names) {
      wide.node(name, ctx -> Update.add(LOG, ctx.node()).and(COUNT, 1L)).edge("start", name);
    }
    StateGraph graph = wide.join("end", names).edge("end", END).build();

    StateView state = run(graph, Update.none(), durability).orThrow();

    assertThat(state.get(LOG)).containsExactly(names);
    assertThat(state.get(COUNT)).isEqualTo(20L);
  }

  @ParameterizedTest
  @EnumSource
  void a_fan_out_gives_each_task_its_item_in_order_of_the_items(Durability durability) {
    List<Integer> items = IntStream.range(0, 30).boxed().toList();
    StateGraph graph = Scene.graph()
        .node("split", ctx -> Update.none())
        .node("work", ctx -> Update.add(LOG, "item " + ctx.input(Integer.class)))
        .node("collect", ctx -> Update.of(TEXT, ctx.get(LOG).size() + " items"))
        .start("split")
        .fanOut("split", "work", s -> items)
        .edge("work", "collect")
        .edge("collect", END)
        .build();

    StateView state = run(graph, Update.none(), durability).orThrow();

    assertThat(state.get(LOG))
        .containsExactlyElementsOf(items.stream().map(i -> "item " + i).toList());
    assertThat(state.get(TEXT)).isEqualTo("30 items");
  }

  @ParameterizedTest
  @EnumSource
  void an_empty_fan_out_goes_on_behind_its_target(Durability durability) {
    StateGraph graph = Scene.graph()
        .node("split", ctx -> Update.none())
        .node("work", ctx -> Update.add(LOG, "never"))
        .node("collect", ctx -> Update.of(TEXT, "collected"))
        .start("split")
        .fanOut("split", "work", s -> List.of())
        .edge("work", "collect")
        .edge("collect", END)
        .build();

    assertThat(run(graph, Update.none(), durability).orThrow().get(TEXT)).isEqualTo("collected");
  }

  @ParameterizedTest
  @EnumSource
  void a_node_may_go_or_fan_out_where_it_declared(Durability durability) {
    StateGraph graph = Scene.graph()
        .node(
            "decide",
            ctx -> Update.fanOut("work", List.of("x", "y")).and(TEXT, "split"),
            n -> n.goesTo("work"))
        .node(
            "work",
            ctx -> Update.add(LOG, ctx.input(String.class)).thenGoTo("last"),
            n -> n.goesTo("last"))
        .node("last", ctx -> Update.add(LOG, "last"))
        .start("decide")
        .edge("last", END)
        .build();

    assertThat(run(graph, Update.none(), durability).orThrow().get(LOG))
        .containsExactly("x", "y", "last");
  }

  @ParameterizedTest
  @EnumSource
  void a_jump_that_was_not_declared_fails_the_task(Durability durability) {
    StateGraph graph = Scene.graph()
        .node("a", ctx -> Update.goTo("b"))
        .node("b", ctx -> Update.none())
        .start("a")
        .edge("a", "b")
        .edge("b", END)
        .build();

    RunResult result = run(graph, Update.none(), durability);

    assertThat(((RunResult.Failed) result).error()).hasMessageContaining("goesTo(\"b\")");
  }

  @ParameterizedTest
  @EnumSource
  void two_writers_of_a_plain_key_are_a_conflict(Durability durability) {
    StateGraph graph = Scene.graph()
        .node("a", ctx -> Update.of(TEXT, "a"))
        .node("b", ctx -> Update.of(TEXT, "b"))
        .start("a", "b")
        .edge("a", END)
        .edge("b", END)
        .build();

    RunResult result = run(graph, Update.none(), durability);

    assertThat(((RunResult.Failed) result).error())
        .isInstanceOf(ConflictingUpdateException.class)
        .hasMessageContaining("'text'");
  }

  @SuppressWarnings("NullAway") // what code without null checks does
  private static String nothing() {
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void null_and_undeclared_keys_fail_the_task_with_the_line_to_write(Durability durability) {
    RunResult returnsNull = run(Scene.single(ctx -> null), Update.none(), durability);
    RunResult undeclared = run(
        Scene.single(ctx -> Update.of(StateKey.of("other", String.class), "x")),
        Update.none(),
        durability);
    RunResult writesNull =
        run(Scene.single(ctx -> Update.of(TEXT, nothing())), Update.none(), durability);

    assertThat(((RunResult.Failed) writesNull).error())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'text' is null");
    assertThat(((RunResult.Failed) returnsNull).error()).hasMessageContaining("Update.none()");
    assertThat(((RunResult.Failed) undeclared).error())
        .hasMessageContaining("'other'")
        .hasMessageContaining(".state(");
  }

  @ParameterizedTest
  @EnumSource
  void a_subgraph_has_state_of_its_own_and_hands_over_what_is_declared(Durability durability) {
    StateKey<String> secretInner = StateKey.of("inner", String.class);
    StateGraph inner = StateGraph.builder("inner")
        .state(TEXT, secretInner, LOG)
        .node("one", ctx -> Update.of(secretInner, ctx.get(TEXT) + "!").and(LOG, List.of("one")))
        .node("two", ctx -> Update.of(TEXT, ctx.get(secretInner) + "?").and(LOG, List.of("two")))
        .start("one")
        .edge("one", "two")
        .edge("two", END)
        .build();
    StateGraph outer = Scene.graph()
        .node("before", ctx -> Update.of(TEXT, "hi"))
        .subgraph("sub", inner, s -> s.in(TEXT, TEXT).out(LOG, LOG).out(TEXT, TEXT))
        .node("after", ctx -> Update.add(LOG, "after " + ctx.get(TEXT)))
        .start("before")
        .edge("before", "sub")
        .edge("sub", "after")
        .edge("after", END)
        .build();

    assertThat(run(outer, Update.none(), durability).orThrow().get(LOG))
        .containsExactly("one", "two", "after hi!?");
  }

  @ParameterizedTest
  @EnumSource
  void a_subgraph_in_a_loop_and_in_a_subgraph_starts_afresh_each_time(Durability durability) {
    StateGraph leaf = StateGraph.builder("leaf")
        .state(COUNT)
        .node("n", ctx -> Update.of(COUNT, 1L))
        .start("n")
        .edge("n", END)
        .build();
    StateGraph middle = StateGraph.builder("middle")
        .state(COUNT)
        .subgraph("leaf", leaf, s -> s.out(COUNT, COUNT))
        .start("leaf")
        .edge("leaf", END)
        .build();
    StateGraph outer = Scene.graph()
        .subgraph("mid", middle, s -> s.out(COUNT, COUNT))
        .start("mid")
        .route("mid", r -> r.when(s -> s.get(COUNT) < 3, "mid").otherwise(END))
        .build();

    assertThat(run(outer, Update.none(), durability).orThrow().get(COUNT)).isEqualTo(3L);
  }

  @ParameterizedTest
  @EnumSource
  void a_join_waits_for_the_last_of_a_sources_tasks_and_counts_them_once(Durability durability) {
    StateGraph slow = StateGraph.builder("slow")
        .state(COUNT)
        .node("turn", ctx -> Update.of(COUNT, 1L))
        .start("turn")
        .route("turn", r -> r.when(s -> s.get(COUNT) < 3, "turn").otherwise(END))
        .build();
    StateGraph graph = Scene.graph()
        .node("split", ctx -> Update.none())
        .node("each", ctx -> Update.add(LOG, "each"))
        .subgraph("slow", slow, s -> s.out(COUNT, COUNT))
        .node("both", ctx -> Update.add(LOG, "both " + ctx.get(COUNT)))
        .start("split")
        .fanOut("split", "each", s -> List.of(1, 2, 3))
        .edge("split", "slow")
        .join("both", "each", "slow")
        .edge("both", END)
        .build();

    assertThat(run(graph, Update.none(), durability).orThrow().get(LOG))
        .containsExactly("each", "each", "each", "both 3");
  }

  record View(long count, Optional<String> text) {}

  @ParameterizedTest
  @EnumSource
  void state_can_be_read_as_a_record(Durability durability) {
    StateGraph graph = Scene.graph()
        .node("n", ctx -> Update.of(TEXT, ctx.as(View.class).toString()))
        .start("n")
        .edge("n", END)
        .build();

    StateView state = run(graph, Update.of(COUNT, 7L), durability).orThrow();

    assertThat(state.get(TEXT)).isEqualTo("View[count=7, text=Optional.empty]");
    assertThat(state.as(View.class).text()).isPresent();
    assertThat(state.get(OK)).isFalse();
  }
}
