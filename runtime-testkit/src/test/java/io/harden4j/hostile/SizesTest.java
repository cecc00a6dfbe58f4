package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.effect.Budget;
import io.harden4j.graph.GraphDefinitionException;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many, deep, long, and oddly named. */
@Timeout(60)
class SizesTest {
  private final Arena arena = new Arena();

  private static StateGraph fanOut(String name, int branches, Node node) {
    return StateGraph.builder(name)
        .state(COUNT)
        .node("split", ctx -> Update.none())
        .node("work", node)
        .start("split")
        .fanOut("split", "work", s -> IntStream.range(0, branches).boxed().toList())
        .edge("work", END)
        .build();
  }

  private static StateGraph fanOutOf(String name, StateGraph inner, int branches) {
    return StateGraph.builder(name)
        .state(COUNT)
        .node("split", ctx -> Update.none())
        .subgraph("inner", inner, s -> s.out(COUNT, COUNT))
        .start("split")
        .fanOut("split", "inner", s -> IntStream.range(0, branches).boxed().toList())
        .edge("inner", END)
        .build();
  }

  private static long count(AgentRuntime runtime, StateGraph graph) {
    return runtime.run(graph, Update.none(), RunOptions.newThread()).orThrow().get(COUNT);
  }

  @Test
  void runs_inside_runs_inside_runs_do_not_deadlock_on_a_pool_of_one() {
    AgentRuntime runtime = arena.builder().poolSize(1).build();
    StateGraph leaf = fanOut("leaf", 4, ctx -> Update.of(COUNT, 1L));
    StateGraph middle = fanOut("middle", 4, ctx -> Update.of(COUNT, count(runtime, leaf)));
    StateGraph top = fanOut("top", 4, ctx -> Update.of(COUNT, count(runtime, middle)));

    assertThat(count(runtime, top)).isEqualTo(64);
  }

  @Test
  void fan_outs_of_subgraphs_of_fan_outs_do_not_deadlock_on_a_pool_of_one() {
    StateGraph leaf = fanOut("leaf", 4, ctx -> Update.of(COUNT, 1L));
    StateGraph top = fanOutOf("top", fanOutOf("middle", leaf, 3), 3);

    assertThat(count(arena.builder().poolSize(1).build(), top)).isEqualTo(36);
  }

  @Test
  void branches_that_wait_for_each_other_run_at_the_same_time() {
    CyclicBarrier all = new CyclicBarrier(8);
    StateGraph graph = fanOut("wait", 8, ctx -> {
      all.await(10, TimeUnit.SECONDS);
      return Update.of(COUNT, 1L);
    });

    assertThat(count(arena.runtime(), graph)).isEqualTo(8);
  }

  @Test
  void a_thousand_branches_and_a_thousand_subgraphs_are_counted_completely() {
    StateGraph leaf = fanOut("leaf", 1, ctx -> Update.of(COUNT, 1L));

    assertThat(count(
            arena.runtime(),
            fanOut("wide", 1_000, ctx -> Update.of(COUNT, (long) ctx.input(Integer.class)))))
        .isEqualTo(499_500);
    assertThat(count(arena.runtime(), fanOutOf("wide", leaf, 1_000))).isEqualTo(1_000);
  }

  private static StateGraph loop(int rounds) {
    return Arena.graph()
        .node("round", ctx -> Update.of(COUNT, 1L))
        .start("round")
        .route("round", r -> r.when(s -> s.get(COUNT) >= rounds, END).otherwise("round"))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void ten_thousand_steps_do_not_keep_the_values_of_earlier_steps_alive(Durability durability) {
    List<WeakReference<String>> written = new ArrayList<>();
    StateGraph graph = Arena.graph()
        .node("round", ctx -> {
          String value = "round " + written.size();
          written.add(new WeakReference<>(value));
          return Update.of(TEXT, value);
        })
        .start("round")
        .route("round", r -> r.when(s -> written.size() >= 10_000, END).otherwise("round"))
        .build();
    AgentRuntime runtime = arena.builder().budget(Budget.UNLIMITED).build();

    RunResult result = runtime.run(graph, Update.none(), thread("t").durability(durability));
    System.gc();

    assertThat(result.orThrow().get(TEXT)).isEqualTo("round 9999");
    assertThat(written).hasSize(10_000);
    assertThat(written).filteredOn(ref -> ref.get() != null).hasSizeLessThan(10);
  }

  @Test
  void a_listener_that_never_returns_holds_nobody_up() {
    CountDownLatch never = new CountDownLatch(1);
    AgentRuntime runtime = arena.builder().budget(Budget.UNLIMITED).build();

    RunOptions options = thread("t").durability(Durability.NONE).onEvent(event -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });

    assertThat(runtime.run(loop(3_000), Update.none(), options).orThrow().get(COUNT))
        .isEqualTo(3_000);
    never.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:1",
        "a:1.0",
        "a#0",
        "a[0]",
        "..",
        "'; DROP TABLE nodes; --",
        "\u202Eevil",
        "emoji \ud83d\ude80",
        "line\u2028separator",
        "\ud800",
        "a/b",
        "a\nb",
        " "
      })
  void a_node_name_is_refused_or_works_as_subgraph_and_node_over_a_restart(String name) {
    StateGraph graph;
    try {
      StateGraph inner = StateGraph.builder("inner")
          .state(OK)
          .node(name, ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
          .start(name)
          .edge(name, END)
          .build();
      graph = Arena.graph()
          .subgraph(name, inner, s -> s.out(OK, OK))
          .start(name)
          .edge(name, END)
          .build();
    } catch (GraphDefinitionException refused) {
      assertThat(refused).hasMessageContaining("node names");
      return;
    }
    questions(arena.runtime(graph).run(graph, Update.none(), thread("t")));

    assertThat(answerAll(arena.runtime(graph), "t", true).orThrow().get(OK)).isTrue();
    assertThat(arena.runtime(graph).threads().history(ANA, "t")).isNotEmpty();
    assertThat(arena.runtime(graph).threads().state(ANA, "t").values().get(LOG)).isEmpty();
  }
}
