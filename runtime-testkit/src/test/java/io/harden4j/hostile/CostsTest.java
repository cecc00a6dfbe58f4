package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.single;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.effect.Budget;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a run has spent is counted once, whatever happens to its processes. */
class CostsTest {
  private final Arena arena = new Arena();
  private final ScriptedChatModel model = ScriptedChatModel.replying("a", "b", "c", "d", "e", "f");
  private final AtomicBoolean dying = new AtomicBoolean();
  private final AtomicBoolean dead = new AtomicBoolean();

  private void threeCalls(NodeContext ctx) {
    for (int i = 0; i < 3; i++) {
      ctx.chat(model).user("q" + i).text();
    }
  }

  @Test
  void a_loop_of_crashes_is_charged_once_for_what_it_recorded() {
    StateGraph graph = single(ctx -> {
      threeCalls(ctx);
      return Update.of(TEXT, "x");
    });
    dying.set(true);
    AgentRuntime runtime = arena
        .builder()
        .budget(Budget.of().modelCalls(3))
        .graphs(graph)
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          boolean step = method.equals("commit")
              && ((StepCommit) arguments[2]).checkpoint().cause() == Cause.STEP;
          if (dying.get() && step) {
            throw new CrashingStore.Crash();
          }
        }))
        .build();

    assertThatThrownBy(() -> runtime.run(graph, Update.none(), thread("t")))
        .isInstanceOf(CrashingStore.Crash.class);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> runtime.resume(thread("t"))).isInstanceOf(CrashingStore.Crash.class);
    }
    dying.set(false);
    RunResult result = runtime.resume(thread("t"));

    assertThat(result.orThrow().get(TEXT)).isEqualTo("x");
    assertThat(result.info().spent().modelCalls()).isEqualTo(3);
  }

  @Test
  void what_a_stop_has_counted_is_not_charged_again_after_a_crash_in_the_next_segment() {
    StateGraph graph = single(ctx -> {
      threeCalls(ctx);
      ctx.ask("?", Boolean.class);
      return Update.of(TEXT, ctx.chat(model).user("last").text());
    });
    Budget budget = Budget.of().modelCalls(5);
    AgentRuntime first = arena
        .builder()
        .budget(budget)
        .graphs(graph)
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (dead.get() || (dying.get() && method.equals("endEffect"))) {
            dead.set(true);
            throw new CrashingStore.Crash();
          }
        }))
        .build();
    questions(first.run(graph, Update.none(), thread("t")));
    dying.set(true);
    assertThatThrownBy(() -> answerAll(first, "t", true)).isInstanceOf(CrashingStore.Crash.class);

    arena.clock.advance(Duration.ofMinutes(1));
    RunResult result = arena.builder().budget(budget).graphs(graph).build().resume(thread("t"));

    assertThat(result).isInstanceOf(RunResult.Completed.class);
    assertThat(result.info().spent().modelCalls()).isLessThanOrEqualTo(5);
  }

  @Test
  void a_fork_does_not_pay_for_what_it_reuses() {
    StateGraph graph = single(ctx -> {
      threeCalls(ctx);
      return Update.of(OK, ctx.ask("?", Boolean.class));
    });
    AgentRuntime runtime =
        arena.builder().budget(Budget.of().modelCalls(3)).graphs(graph).build();
    questions(runtime.run(graph, Update.none(), thread("t")));
    runtime
        .threads()
        .fork(ANA, runtime.threads().history(ANA, "t").get(0).ref(), "b", ForkMode.REUSE_EFFECTS);

    RunResult branch = runtime.resume(thread("t").branch("b"));

    assertThat(questions(branch)).hasSize(1);
    assertThat(branch.info().spent().modelCalls()).isEqualTo(3);
  }
}
