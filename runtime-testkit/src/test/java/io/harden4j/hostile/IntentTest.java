package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.single;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.BusyPolicy;
import io.harden4j.run.RunResult;
import io.harden4j.run.Settlement;
import io.harden4j.run.UnsettledOutcomeException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An intent without a call behind it is no reason to ask anybody; an unsettled one is not forgotten. */
class IntentTest {
  private final Arena arena = new Arena();
  private final AtomicInteger executed = new AtomicInteger();
  private final StateGraph charge =
      single(ctx -> Update.of(TEXT, "got " + ctx.effect("charge", executed::incrementAndGet)));

  @Test
  void a_call_that_was_cancelled_before_it_began_is_made_later_without_a_question() {
    AtomicReference<AgentRuntime> runtime = new AtomicReference<>();
    runtime.set(arena
        .builder()
        .graphs(charge)
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (method.equals("beginEffect")) {
            runtime.get().threads().cancel(ANA, "t", "enough");
          }
        }))
        .build());

    assertThat(runtime.get().run(charge, Update.none(), thread("t")))
        .isInstanceOf(RunResult.Cancelled.class);
    assertThat(executed).hasValue(0);
    assertThat(arena.runtime(charge).resume(thread("t")).orThrow().get(TEXT)).isEqualTo("got 1");
  }

  @Test
  void a_call_that_the_kill_switch_stopped_before_it_began_is_made_later_without_a_question() {
    AtomicReference<String> killed = new AtomicReference<>();
    AgentRuntime runtime = arena
        .builder()
        .graphs(charge)
        .killSwitch(scopes -> Optional.ofNullable(killed.get()))
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (method.equals("beginEffect")) {
            killed.set("drill");
          }
        }))
        .build();

    assertThat(runtime.run(charge, Update.none(), thread("t")))
        .isInstanceOf(RunResult.Cancelled.class);
    killed.set(null);
    assertThat(arena.runtime(charge).resume(thread("t")).orThrow().get(TEXT)).isEqualTo("got 1");
  }

  @Test
  void a_thread_is_not_edited_while_nobody_knows_whether_it_charged() {
    StateGraph lost = single(ctx -> Update.of(
        TEXT,
        "got "
            + ctx.effect("charge", () -> {
              executed.incrementAndGet();
              throw new IOException("reset");
            })));
    AgentRuntime runtime = arena.runtime(lost);
    var question = questions(runtime.run(lost, Update.none(), thread("t"))).get(0);

    assertThatThrownBy(() -> runtime.threads().edit(ANA, "t", Update.of(TEXT, "x")))
        .isInstanceOf(UnsettledOutcomeException.class)
        .hasMessageContaining(question.id().value());
    runtime.inbox().answer(question, Settlement.didHappen("7"), ANA);
    runtime.threads().edit(ANA, "t", Update.of(TEXT, "x"));
    assertThat(executed).hasValue(1);
  }

  private StateGraph charging() {
    return single(ctx -> Update.of(
        TEXT,
        "got "
            + ctx.effect("charge", () -> {
              executed.incrementAndGet();
              throw new IOException("reset");
            })));
  }

  @Test
  void a_run_is_not_replaced_while_nobody_knows_whether_it_charged() {
    StateGraph lost = charging();
    AgentRuntime runtime = arena.runtime(lost);
    runtime.run(lost, Update.none(), thread("t"));

    assertThatThrownBy(
            () -> runtime.run(lost, Update.none(), thread("t").whenBusy(BusyPolicy.REPLACE)))
        .isInstanceOf(UnsettledOutcomeException.class)
        .hasMessageContaining("effect:charge");
    assertThat(executed).hasValue(1);
  }

  @Test
  void cancelling_does_not_forget_that_nobody_knows_whether_it_charged() {
    StateGraph lost = charging();
    AgentRuntime runtime = arena.runtime(lost);
    runtime.run(lost, Update.none(), thread("t"));
    runtime.threads().cancel(ANA, "t", "enough");

    assertThatThrownBy(() -> runtime.threads().edit(ANA, "t", Update.of(TEXT, "other")))
        .isInstanceOf(UnsettledOutcomeException.class);
    assertThat(questions(runtime.resume(thread("t")))).hasSize(1);
  }

  @Test
  void a_thread_whose_process_died_in_a_call_is_not_edited_before_the_call_is_settled() {
    AgentRuntime dying = arena
        .builder()
        .graphs(charge)
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (executed.get() > 0 && !method.equals("release")) {
            throw new CrashingStore.Crash();
          }
        }))
        .build();
    assertThatThrownBy(() -> dying.run(charge, Update.none(), thread("t")))
        .isInstanceOf(CrashingStore.Crash.class);
    AgentRuntime next = arena.runtime(charge);

    assertThatThrownBy(() -> next.threads().edit(ANA, "t", Update.of(TEXT, "other")))
        .isInstanceOf(UnsettledOutcomeException.class);
  }

  @Test
  void a_settled_outcome_lets_the_thread_be_edited() {
    StateGraph lost = charging();
    AgentRuntime runtime = arena.runtime(lost);
    var question = questions(runtime.run(lost, Update.none(), thread("t"))).get(0);
    runtime.inbox().answer(question, Settlement.didNotHappen(), ANA);

    runtime.threads().edit(ANA, "t", Update.of(TEXT, "other"));

    assertThat(runtime.threads().state(ANA, "t").values().get(TEXT)).isEqualTo("other");
  }
}
