package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.error;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.effect.Effect;
import io.harden4j.graph.Evolution;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateMigration;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Joins, subgraphs, edits, forks and migrations, met at awkward moments. Every payload is checked against its address. */
class TopologyTest {
  private final Arena arena = new Arena();

  private AgentRuntime runtime(StateGraph... graphs) {
    return arena.builder().cipher(new AddressCheckingCipher()).graphs(graphs).build();
  }

  @Test
  void subgraphs_of_different_length_in_a_fan_out_fill_a_join_once_all_have_ended() {
    StateGraph inner = StateGraph.builder("inner")
        .state(COUNT, LOG)
        .node("round", ctx -> Update.of(COUNT, 1L).and(LOG, List.of("x")))
        .start("round")
        .route("round", r -> r.when(s -> s.get(COUNT) >= 3, END).otherwise("round"))
        .build();
    StateGraph graph = Arena.graph()
        .node("split", ctx -> Update.none())
        .node("fast", ctx -> Update.add(LOG, "fast"))
        .subgraph("slow", inner, s -> s.out(LOG, LOG))
        .node("end", ctx -> Update.add(LOG, "joined"))
        .start("split")
        .fanOut("split", "slow", s -> List.of(1, 2))
        .edge("split", "fast")
        .join("end", "slow", "fast")
        .edge("end", END)
        .build();

    RunResult result = runtime().run(graph, Update.none(), thread("t"));

    assertThat(result.orThrow().get(LOG))
        .containsExactly("fast", "x", "x", "x", "x", "x", "x", "joined");
  }

  private static StateGraph.Builder withAJoinThatARouteMayStarve() {
    return StateGraph.builder("starving")
        .state(OK, LOG)
        .node("begin", ctx -> Update.none())
        .node("a", ctx -> Update.none())
        .node("b", ctx -> Update.none())
        .node("end", ctx -> Update.add(LOG, "joined"))
        .start("begin")
        .edge("begin", "a")
        .route("begin", r -> r.when(s -> s.get(OK), "b").otherwise(END))
        .join("end", "a", "b")
        .edge("end", END);
  }

  @Test
  void a_join_that_never_fills_is_a_failure_that_an_operator_can_mend() {
    StateGraph graph = withAJoinThatARouteMayStarve().build();
    AgentRuntime runtime = runtime(graph);
    assertThat(error(runtime.run(graph, Update.none(), thread("t")))).hasMessageContaining("'end'");

    runtime.threads().edit(ANA, "t", CheckpointRef.MAIN, "b", Update.none());

    assertThat(runtime.resume(thread("t")).orThrow().get(LOG)).containsExactly("joined");
  }

  @Test
  void a_join_in_a_subgraph_that_never_fills_is_a_failure_too() {
    StateGraph graph = Arena.graph()
        .subgraph("sub", withAJoinThatARouteMayStarve().build(), s -> s.out(LOG, LOG))
        .start("sub")
        .edge("sub", END)
        .build();

    assertThat(error(runtime().run(graph, Update.none(), thread("t"))))
        .hasMessageContaining("'end'");
  }

  @Test
  void a_join_whose_arms_differ_in_length_runs_and_lets_the_run_complete() {
    StateGraph graph = Arena.graph()
        .node("begin", ctx -> Update.none())
        .node("detour", ctx -> Update.none())
        .node("twice", ctx -> Update.add(LOG, "twice"))
        .node("side", ctx -> Update.none())
        .node("end", ctx -> Update.add(LOG, "joined"))
        .start("begin")
        .edge("begin", "twice")
        .edge("begin", "detour")
        .edge("begin", "side")
        .edge("detour", "twice")
        .join("end", "twice", "side")
        .edge("end", END)
        .build();

    RunResult result = runtime().run(graph, Update.none(), thread("t"));

    assertThat(result.orThrow().get(LOG)).containsExactly("twice", "joined", "twice");
  }

  @Test
  void an_edit_that_stands_for_a_subgraph_leaves_nothing_of_it_behind() {
    StateGraph inner = StateGraph.builder("inner")
        .state(OK)
        .node("ask", ctx -> Update.of(OK, ctx.ask("inside?", Boolean.class)))
        .start("ask")
        .edge("ask", END)
        .build();
    StateGraph graph = Arena.graph()
        .subgraph("sub", inner, s -> s.out(OK, OK))
        .node("after", ctx -> Update.add(LOG, "after"))
        .start("sub")
        .edge("sub", "after")
        .edge("after", END)
        .build();
    AgentRuntime runtime = runtime(graph);
    questions(runtime.run(graph, Update.none(), thread("t")));

    runtime.threads().edit(ANA, "t", CheckpointRef.MAIN, "sub", Update.of(OK, true));

    assertThat(runtime.resume(thread("t")).orThrow().get(LOG)).containsExactly("after");
    assertThat(runtime.inbox().open(ANA, "t")).isEmpty();
  }

  @Test
  void a_branch_from_the_middle_of_many_deltas_sees_its_own_line_only() {
    StateGraph graph = Arena.graph()
        .node(
            "round",
            ctx -> Update.of(COUNT, 1L)
                .and(LOG, List.of(ctx.find(TEXT).orElse("main") + ctx.get(COUNT))))
        .start("round")
        .route("round", r -> r.when(s -> s.get(COUNT) < 45, "round").otherwise(END))
        .build();
    AgentRuntime runtime = runtime(graph);
    runtime.run(graph, Update.none(), thread("t")).orThrow();
    CheckpointInfo seventh = runtime.threads().history(ANA, "t").stream()
        .filter(c -> c.step() == 7)
        .findFirst()
        .orElseThrow();

    runtime.threads().fork(ANA, seventh.ref(), "b", ForkMode.RERUN);
    runtime.threads().edit(ANA, "t", "b", null, Update.of(TEXT, "b"));
    runtime(graph).resume(thread("t").branch("b")).orThrow();

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      expected.add((i < 7 ? "main" : "b") + i);
    }
    AgentRuntime other = runtime(graph);
    assertThat(other.threads().state(ANA, "t", "b").values().get(LOG)).isEqualTo(expected);
    assertThat(other.threads().state(ANA, "t").values().get(LOG))
        .hasSize(45)
        .allMatch(s -> s.startsWith("main"));
  }

  record Item(String name, List<Integer> numbers) {}

  @Test
  void records_in_a_fan_out_beside_a_subgraph_survive_pause_fork_edit_and_rerun() {
    StateGraph inner = StateGraph.builder("inner")
        .state(TEXT, OK)
        .node(
            "work",
            ctx -> Update.of(
                TEXT, ctx.get(TEXT) + ctx.effect("w", Effect.idempotent(String.class), key -> "!")))
        .node("ask", ctx -> Update.of(OK, ctx.ask("inner?", Boolean.class)))
        .start("work")
        .edge("work", "ask")
        .edge("ask", END)
        .build();
    StateGraph graph = Arena.graph()
        .node(
            "split",
            ctx -> Update.of(TEXT, "hi")
                .thenFanOut(
                    "each", List.of(new Item("a", List.of(1)), new Item("b", List.of(2, 3))))
                .thenGoTo("sub"),
            n -> n.goesTo("each", "sub"))
        .node("each", ctx -> {
          Item item = ctx.input(Item.class);
          ctx.effect("each", Effect.atMostOnce(String.class), key -> item.name());
          boolean asks = item.name().equals("b") && ctx.ask("b?", Boolean.class);
          return Update.add(LOG, item + " " + asks);
        })
        .subgraph("sub", inner, s -> s.in(TEXT, TEXT).out(TEXT, TEXT))
        .start("split")
        .edge("each", END)
        .edge("sub", END)
        .build();
    AgentRuntime runtime = runtime(graph);
    questions(runtime.run(graph, Update.none(), thread("t")));
    CheckpointRef paused = runtime.threads().history(ANA, "t").get(0).ref();
    runtime.threads().fork(ANA, paused, "reuse", ForkMode.REUSE_EFFECTS);
    runtime.threads().fork(ANA, paused, "rerun", ForkMode.RERUN);
    runtime.threads().edit(ANA, "t", "reuse", null, Update.of(COUNT, 1L));

    for (String branch : List.of("main", "reuse", "rerun")) {
      RunResult result = runtime(graph).resume(thread("t").branch(branch));
      for (int round = 0; result instanceof RunResult.Suspended && round < 5; round++) {
        AgentRuntime process = runtime(graph);
        for (OpenQuestion question : process.inbox().open(ANA, "t")) {
          if (question.branch().equals(branch)) {
            process.inbox().answer(question, true, ANA);
          }
        }
        result = process.resume(thread("t").branch(branch));
      }
      assertThat(result.orThrow().get(LOG))
          .as(branch)
          .containsExactly("Item[name=a, numbers=[1]] false", "Item[name=b, numbers=[2, 3]] true");
      assertThat(result.orThrow().get(TEXT)).as(branch).isEqualTo("hi!");
    }
  }

  private final AtomicInteger runsOfA = new AtomicInteger();

  private StateGraph versioned(
      int version, String a, String work, String end, @Nullable StateMigration migration) {
    StateGraph.Builder graph = StateGraph.builder("versioned")
        .version(version)
        .onChange(Evolution.MIGRATE)
        .state(OK, LOG)
        .node("split", ctx -> Update.none())
        .node(a, ctx -> Update.add(LOG, "a" + runsOfA.incrementAndGet()))
        .node(work, ctx -> {
          ctx.effect("e", Effect.idempotent(Integer.class), key -> 1);
          String item = ctx.input(String.class);
          return Update.add(LOG, item + ctx.ask(item + "?", Boolean.class));
        })
        .node(end, ctx -> Update.add(LOG, "joined"))
        .start("split")
        .edge("split", a)
        .fanOut("split", work, s -> List.of("x", "y"))
        .join(end, a, work)
        .edge(end, END);
    return migration == null ? graph.build() : graph.migration(1, migration).build();
  }

  @Test
  void a_migration_that_renames_nodes_keeps_finished_siblings_items_answers_and_the_join() {
    StateGraph old = versioned(1, "a", "work", "end", null);
    StateGraph now = versioned(2, "a2", "work2", "end2", m -> {
      m.renameNode("a", "a2");
      m.renameNode("work", "work2");
      m.renameNode("end", "end2");
    });
    AgentRuntime before = runtime(old);
    questions(before.run(old, Update.none(), thread("t")));
    before.inbox().open(ANA, "t").forEach(q -> before.inbox().answer(q, true, ANA));

    RunResult result = runtime(now).resume(thread("t"));

    assertThat(result.orThrow().get(LOG)).containsExactly("a1", "xtrue", "ytrue", "joined");
    assertThat(runsOfA).hasValue(1);
  }

  private static StateGraph waiting(
      int version, String source, String target, @Nullable StateMigration migration) {
    StateGraph.Builder graph = StateGraph.builder("waiting")
        .version(version)
        .onChange(Evolution.MIGRATE)
        .state(OK, LOG)
        .node(source, ctx -> Update.none())
        .node("long", ctx -> Update.none())
        .node("asks", ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
        .node(target, ctx -> Update.add(LOG, "joined"))
        .start(source, "long")
        .edge("long", "asks")
        .join(target, source, "asks")
        .edge(target, END);
    return migration == null ? graph.build() : graph.migration(1, migration).build();
  }

  @Test
  void a_migration_renames_source_and_target_of_a_join_that_waits() {
    StateGraph old = waiting(1, "a", "end", null);
    StateGraph now = waiting(2, "a2", "end2", m -> {
      m.renameNode("a", "a2");
      m.renameNode("end", "end2");
    });
    questions(runtime(old).run(old, Update.none(), thread("t")));

    AgentRuntime after = runtime(now);
    questions(after.resume(thread("t")));

    assertThat(answerAll(after, "t", true).orThrow().get(LOG)).containsExactly("joined");
  }
}
