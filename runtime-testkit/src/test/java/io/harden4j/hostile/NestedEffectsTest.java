package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.single;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Code of an effect may call effects; a replay that does not come past them finds the others all the same. */
class NestedEffectsTest {
  private final Arena arena = new Arena();
  private final AtomicInteger paid = new AtomicInteger();

  @Test
  void an_effect_behind_one_that_had_effects_inside_finds_its_own_record() {
    StateGraph graph = single(ctx -> {
      String outer = ctx.effect("order", () -> "order " + ctx.effect("pay", paid::incrementAndGet));
      int second = ctx.effect("pay", paid::incrementAndGet);
      ctx.ask("Go on?", Boolean.class);
      return Update.of(TEXT, outer + ", payment " + second);
    });
    AgentRuntime runtime = arena.runtime(graph);
    runtime.run(graph, Update.none(), thread("t"));

    assertThat(answerAll(runtime, "t", true).orThrow().get(TEXT)).isEqualTo("order 1, payment 2");
    assertThat(paid).hasValue(2);
  }

  @Test
  void two_outer_effects_of_one_name_keep_their_inner_ones_apart() {
    AtomicInteger attempts = new AtomicInteger();
    StateGraph graph = single(ctx -> {
      String all = "";
      for (int i = 0; i < 2; i++) {
        boolean second = i == 1;
        all += ctx.effect(
            "order", Effect.idempotent(String.class).timeout(Duration.ofMinutes(1)), key -> {
              String inner = "" + ctx.effect("pay", paid::incrementAndGet);
              if (second && attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("down");
              }
              return inner + " ";
            });
      }
      return Update.of(TEXT, all);
    });
    AgentRuntime runtime = arena.runtime(graph);

    assertThat(runtime.run(graph, Update.none(), thread("t"))).isInstanceOf(RunResult.Failed.class);
    assertThat(runtime.resume(thread("t").as(ANA)).orThrow().get(TEXT)).isEqualTo("1 2 ");
    assertThat(paid).hasValue(2);
  }
}
