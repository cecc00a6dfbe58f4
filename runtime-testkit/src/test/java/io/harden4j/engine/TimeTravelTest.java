package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.EVE;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.run.StateDiff;
import io.harden4j.run.ThreadBusyException;
import io.harden4j.run.UnknownThreadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Going back, comparing and copying. What is recorded never changes. */
class TimeTravelTest {
  private static final StateKey<String> PIN = StateKey.of("pin", String.class).secret();

  private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();

  private StateGraph graph() {
    return StateGraph.builder("travel")
        .state(TEXT, LOG, PIN)
        .node("one", ctx -> Update.add(LOG, "one").and(TEXT, "first").and(PIN, "1234"))
        .node("two", ctx -> {
          int call =
              ctx.effect("call", Effect.idempotent(Integer.class), k -> calls.incrementAndGet());
          return Update.add(LOG, "two " + call).and(TEXT, "second");
        })
        .node("three", ctx -> Update.add(LOG, "three " + ctx.ask("Go on?", String.class)))
        .start("one")
        .edge("one", "two")
        .edge("two", "three")
        .edge("three", END)
        .build();
  }

  private AgentRuntime runtime() {
    return scene.builder().graphs(graph()).build();
  }

  private static CheckpointRef ref(String thread, long seq) {
    return new CheckpointRef(new ThreadKey("acme", thread), CheckpointRef.MAIN, seq);
  }

  private static RunResult answered(AgentRuntime runtime, String id, String answer) {
    runtime.inbox().answer(runtime.inbox().open(ANA, id).get(0), answer, ANA);
    return runtime.resume(thread(id));
  }

  @Test
  void a_rollback_makes_an_old_state_the_head_and_keeps_the_history() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));
    List<CheckpointInfo> before = runtime.threads().history(ANA, "t");

    CheckpointRef back = runtime.threads().rollback(ANA, ref("t", 2));

    List<CheckpointInfo> after = runtime.threads().history(ANA, "t");
    assertThat(after.subList(1, after.size())).isEqualTo(before);
    assertThat(after.get(0).ref()).isEqualTo(back);
    assertThat(after.get(0).cause()).isEqualTo(Cause.EDIT);
    assertThat(after.get(0).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(after.get(0).epoch()).isEqualTo(1);
    assertThat(after.get(0).tags()).containsEntry("rollback", "2").containsEntry("by", "ana");
    assertThat(runtime.threads().state(ANA, "t").values().get(LOG)).containsExactly("one");
    assertThat(runtime.threads().state(ANA, "t").values().get(TEXT)).isEqualTo("first");
    assertThat(runtime.inbox().open(ANA)).isEmpty();

    suspended(runtime.resume(thread("t")));
    assertThat(answered(runtime, "t", "now").orThrow().get(LOG))
        .containsExactly("one", "two 2", "three now");
  }

  @Test
  void keys_that_the_old_state_did_not_have_are_gone() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));

    runtime.threads().rollback(ANA, ref("t", 1));

    assertThat(runtime.threads().state(ANA, "t").values().find(TEXT)).isEmpty();
    assertThat(runtime.threads().state(ANA, "t").values().get(LOG)).isEmpty();
    suspended(runtime.resume(thread("t")));
    assertThat(answered(runtime, "t", "x").orThrow().get(LOG))
        .containsExactly("one", "two 2", "three x");
  }

  @Test
  void a_completed_run_can_be_taken_back_and_forth_again() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));
    RunResult done = answered(runtime, "t", "a");
    long end = done.info().checkpoint();

    runtime.threads().rollback(ANA, ref("t", 3));
    assertThat(runtime.threads().state(ANA, "t").values().get(LOG)).containsExactly("one", "two 1");
    runtime.threads().rollback(ANA, ref("t", end));

    assertThat(runtime.threads().state(ANA, "t").info().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(runtime.threads().state(ANA, "t").values().get(LOG))
        .isEqualTo(done.orThrow().get(LOG));
  }

  @Test
  void what_a_human_took_back_no_worker_starts() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));
    runtime.threads().rollback(ANA, ref("t", 2));
    runtime.threads().copy(ANA, ref("t", 2), "copy");
    try (RunWorker worker = runtime.worker().poll(Duration.ofMillis(1)).start()) {
      runtime.submit(graph(), Update.none(), thread("other"));
      while (worker.stats().ended() < 1) {
        Thread.onSpinWait();
      }
      assertThat(worker.stats().claimed()).isEqualTo(1);
    }
    runtime.close();
  }

  @Test
  void going_back_is_refused_for_strangers_unknown_checkpoints_and_running_threads() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));

    assertThatThrownBy(() -> runtime.threads().rollback(EVE, ref("t", 2)))
        .isInstanceOf(UnknownThreadException.class);
    assertThatThrownBy(() -> runtime.threads().rollback(ANA, ref("t", 99)))
        .isInstanceOf(UnknownThreadException.class);
    scene.store.acquire(
        new ThreadKey("acme", "t"),
        io.harden4j.checkpoint.Owner.thisProcess("somebody"),
        Duration.ofMinutes(1));
    assertThatThrownBy(() -> runtime.threads().rollback(ANA, ref("t", 2)))
        .isInstanceOf(ThreadBusyException.class);
  }

  @Test
  void a_diff_names_what_was_added_removed_and_changed_and_hides_secrets() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));

    StateDiff forth = runtime.threads().diff(ANA, ref("t", 2), ref("t", 3));
    StateDiff fromStart = runtime.threads().diff(ANA, ref("t", 1), ref("t", 3));
    StateDiff back = runtime.threads().diff(ANA, ref("t", 3), ref("t", 1));

    assertThat(forth.changes()).extracting(StateDiff.Change::key).containsExactly("log", "text");
    StateDiff.Change text = forth.of("text").orElseThrow();
    assertThat(text.kind()).isEqualTo(StateDiff.Kind.CHANGED);
    assertThat(text.before().value()).isEqualTo("first");
    assertThat(text.after().value()).isEqualTo("second");
    assertThat(fromStart.of("pin").orElseThrow().kind()).isEqualTo(StateDiff.Kind.ADDED);
    assertThat(back.of("pin").orElseThrow().kind()).isEqualTo(StateDiff.Kind.REMOVED);
    assertThat(fromStart.toString()).doesNotContain("1234").contains("(secret)");
    assertThat(runtime.threads().diff(ANA, ref("t", 3), ref("t", 3)).changes()).isEmpty();
    assertThatThrownBy(() -> runtime.threads().diff(EVE, ref("t", 1), ref("t", 2)))
        .isInstanceOf(UnknownThreadException.class);
  }

  @Test
  void a_copy_goes_on_from_what_the_original_had_recorded_and_neither_sees_the_other() {
    AgentRuntime runtime = runtime();
    long head = runtime.run(graph(), Update.none(), thread("t")).info().checkpoint();

    CheckpointRef first = runtime.threads().copy(ANA, ref("t", head), "copy");
    assertThat(first.seq()).isEqualTo(1);
    assertThat(runtime.threads().diff(ANA, ref("t", head), ref("copy", 1)).changes())
        .isEmpty();
    suspended(runtime.resume(thread("copy")));

    assertThat(answered(runtime, "copy", "b").orThrow().get(LOG))
        .containsExactly("one", "two 1", "three b");
    assertThat(answered(runtime, "t", "a").orThrow().get(LOG))
        .containsExactly("one", "two 1", "three a");
    assertThat(calls).hasValue(1);
    assertThatThrownBy(() -> runtime.threads().copy(ANA, ref("t", head), "copy"))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("exists");
    assertThatThrownBy(() -> runtime.threads().copy(EVE, ref("t", head), "mine"))
        .isInstanceOf(UnknownThreadException.class);
  }

  @Test
  void a_copy_of_a_step_takes_finished_tasks_and_effects_along_under_seals_of_its_own() {
    AtomicInteger left = new AtomicInteger();
    StateGraph graph = Scene.graph()
        .node("left", ctx -> Update.add(LOG, "left " + left.incrementAndGet()))
        .node("right", ctx -> {
          int call =
              ctx.effect("call", Effect.idempotent(Integer.class), k -> calls.incrementAndGet());
          return Update.add(LOG, call + " " + ctx.ask("Name?", String.class));
        })
        .start("left", "right")
        .edge("left", END)
        .edge("right", END)
        .build();
    AgentRuntime runtime =
        scene.builder().graphs(graph).cipher(new SealCheckingCipher()).build();
    long head = runtime.run(graph, Update.none(), thread("t")).info().checkpoint();

    runtime.threads().copy(ANA, ref("t", head), "copy");
    suspended(runtime.resume(thread("copy")));

    assertThat(answered(runtime, "copy", "Bo").orThrow().get(LOG))
        .containsExactly("left 1", "1 Bo");
  }

  @Test
  void the_history_is_paged_by_typed_filters_while_it_grows() {
    AgentRuntime runtime = runtime();
    runtime.run(graph(), Update.none(), thread("t"));
    CheckpointQuery query =
        CheckpointQuery.thread(new ThreadKey("acme", "t")).withCause(Cause.STEP).page(null, 1);
    List<Integer> steps = new ArrayList<>();
    Page<CheckpointInfo> page = runtime.threads().list(ANA, query);
    page.items().forEach(c -> steps.add(c.step()));
    answered(runtime, "t", "x");
    while (page.next() != null) {
      page = runtime.threads().list(ANA, query.page(page.next(), 1));
      page.items().forEach(c -> steps.add(c.step()));
    }

    assertThat(steps).containsExactly(2, 1);
  }

  /** Opens only what was sealed for the same place. */
  private static final class SealCheckingCipher implements io.harden4j.checkpoint.PayloadCipher {
    @Override
    public String keyId(io.harden4j.checkpoint.PayloadAddress address) {
      return "k";
    }

    @Override
    public byte[] seal(io.harden4j.checkpoint.PayloadAddress address, String keyId, byte[] plain) {
      return xor(address, plain);
    }

    @Override
    public byte[] open(io.harden4j.checkpoint.PayloadAddress address, String keyId, byte[] sealed) {
      return xor(address, sealed);
    }

    private static byte[] xor(io.harden4j.checkpoint.PayloadAddress address, byte[] bytes) {
      byte[] out = bytes.clone();
      int key = java.util.Arrays.hashCode(address.encoded());
      for (int i = 0; i < out.length; i++) {
        out[i] ^= (byte) (key >> (8 * (i % 4)));
      }
      return out;
    }
  }
}
