package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Settlement;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An outcome that nobody knows is settled by a human each time, and what the human says counts for that time only. */
class OutcomesTest {
  private final Arena arena = new Arena();
  private final AtomicInteger executed = new AtomicInteger();

  private final StateGraph charge = Arena.single(ctx -> {
    int receipt = ctx.effect("charge", Effect.atMostOnce(Integer.class), key -> {
      executed.incrementAndGet();
      throw new IOException("connection reset");
    });
    return Update.of(TEXT, "receipt " + receipt);
  });

  @Test
  void the_second_unknown_outcome_is_not_settled_by_the_first_answer() {
    AgentRuntime runtime = arena.runtime(charge);
    questions(runtime.run(charge, Update.none(), thread("t")));

    questions(answerAll(runtime, "t", Settlement.didNotHappen()));
    assertThat(answerAll(runtime, "t", Settlement.didHappen("42")).orThrow().get(TEXT))
        .isEqualTo("receipt 42");

    assertThat(executed).hasValue(2);
  }

  @Test
  void a_crash_in_the_repeated_call_asks_again_instead_of_repeating_it_once_more() {
    questions(arena.runtime(charge).run(charge, Update.none(), thread("t")));
    CheckpointStore dying = CrashingStore.watching(arena.store, (method, arguments) -> {
      if (executed.get() > 1) {
        throw new CrashingStore.Crash();
      }
    });
    AgentRuntime dies = AgentRuntime.builder()
        .checkpoints(dying)
        .clock(arena.clock)
        .defaultPrincipal(ANA)
        .graphs(charge)
        .build();
    assertThatThrownBy(() -> answerAll(dies, "t", Settlement.didNotHappen()))
        .isInstanceOf(CrashingStore.Crash.class);
    arena.clock.advance(java.time.Duration.ofMinutes(1));

    AgentRuntime survivor = arena.runtime(charge);
    questions(survivor.resume(thread("t")));
    assertThat(answerAll(survivor, "t", Settlement.didHappen("9")).orThrow().get(TEXT))
        .isEqualTo("receipt 9");

    assertThat(executed).hasValue(2);
  }
}
