package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.effect.Effect;
import io.harden4j.graph.Evolution;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.GraphChangedException;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread that was paused in version 1 meets a runtime with version 2. */
class EvolutionTest {
  private static final StateKey<String> RENAMED = StateKey.of("renamed", String.class);
  private static final StateKey<Integer> LIMIT = StateKey.of("limit", Integer.class);

  private final Scene scene = new Scene();
  private final AtomicInteger executed = new AtomicInteger();
  private final StateGraph one = StateGraph.builder("g")
      .version(1)
      .state(TEXT, OK)
      .node("old", ctx -> {
        ctx.effect("once", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
        return Update.of(OK, ctx.ask("?", Boolean.class));
      })
      .start("old")
      .edge("old", END)
      .build();

  @BeforeEach
  void pause() {
    try (AgentRuntime runtime = scene.runtime()) {
      OpenQuestion question = suspended(runtime.run(one, Update.of(TEXT, "kept"), thread("t")))
          .questions()
          .get(0);
      runtime.inbox().answer(question, true, ANA);
    }
  }

  private StateGraph.Builder two(Evolution policy) {
    return StateGraph.builder("g")
        .version(2)
        .onChange(policy)
        .state(RENAMED, OK, LIMIT)
        .node("new", ctx -> {
          ctx.effect("once", Effect.idempotent(Integer.class), key -> executed.incrementAndGet());
          return Update.of(OK, ctx.ask("?", Boolean.class))
              .and(RENAMED, ctx.get(RENAMED) + " " + ctx.get(LIMIT));
        })
        .start("new")
        .edge("new", END);
  }

  @Test
  void refuse_says_what_differs_and_loses_nothing() {
    AgentRuntime refusing =
        scene.builder().graphs(two(Evolution.REFUSE).build()).build();

    assertThatThrownBy(() -> refusing.resume(thread("t")))
        .isInstanceOf(GraphChangedException.class)
        .hasMessageContaining("v1")
        .hasMessageContaining("v2")
        .hasMessageContaining("REFUSE");
    assertThat(scene.builder().graphs(one).build().resume(thread("t")).orThrow().get(OK))
        .isTrue();
  }

  @Test
  void pin_goes_on_with_the_old_version_if_it_is_registered() {
    StateGraph newer = two(Evolution.PIN).build();

    assertThatThrownBy(() -> scene.builder().graphs(newer).build().resume(thread("t")))
        .isInstanceOf(GraphChangedException.class);
    assertThat(scene
            .builder()
            .graphs(one, newer)
            .build()
            .resume(thread("t"))
            .orThrow()
            .get(TEXT))
        .isEqualTo("kept");
    assertThat(executed).hasValue(1);
  }

  @Test
  void migrate_renames_keys_and_nodes_and_does_no_effect_again() {
    StateGraph newer = two(Evolution.MIGRATE)
        .migration(1, m -> {
          m.renameKey("text", "renamed");
          m.renameNode("old", "new");
          m.put(LIMIT, 5);
        })
        .build();
    AgentRuntime runtime = scene.builder().graphs(newer).build();

    RunResult result = runtime.resume(thread("t"));

    assertThat(result.orThrow().get(RENAMED))
        .as("the answer moved with the node")
        .isEqualTo("kept 5");
    assertThat(executed).as("the journal moved with the node").hasValue(1);
  }

  @Test
  void a_missing_migration_is_named() {
    AgentRuntime runtime =
        scene.builder().graphs(two(Evolution.MIGRATE).build()).build();

    assertThatThrownBy(() -> runtime.resume(thread("t")))
        .isInstanceOf(GraphChangedException.class)
        .hasMessageContaining("migration(1,");
  }

  @Test
  void an_unregistered_graph_is_named() {
    assertThatThrownBy(() -> scene.runtime().resume(thread("t")))
        .isInstanceOf(GraphChangedException.class)
        .hasMessageContaining("'g' v1")
        .hasMessageContaining("register");
  }
}
