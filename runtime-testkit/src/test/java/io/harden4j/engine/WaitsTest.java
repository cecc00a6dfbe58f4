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

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.Durability;
import io.harden4j.run.ForkMode;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.run.Wait;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Timers and events: what a node waits for without a human. */
class WaitsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** An event's value. */
  record Paid(String order, long cents) {}

  private final Scene scene = new Scene();

  private static StateGraph waiting(Duration timeout) {
    return Scene.single(ctx -> Update.of(
        TEXT, ctx.awaitEvent("paid", Paid.class, timeout).map(Paid::order).orElse("too late")));
  }

  private RunResult resume(AgentRuntime runtime) {
    return runtime.resume(thread("t"));
  }

  @Test
  void a_sleep_suspends_the_run_until_its_end_and_repeats_nothing_before_it() {
    AtomicInteger calls = new AtomicInteger();
    StateGraph graph = Scene.single(ctx -> {
      ctx.effect("call", Effect.idempotent(Integer.class), key -> calls.incrementAndGet());
      ctx.sleep(HOUR);
      return Update.of(TEXT, "slept until " + ctx.now());
    });
    Instant end = MutableClock.START.plus(HOUR);
    try (AgentRuntime first = scene.runtime()) {
      RunResult.Suspended waits = suspended(first.run(graph, Update.none(), thread("t")));
      assertThat(waits.questions()).isEmpty();
      assertThat(waits.nextWake()).contains(end);
      assertThat(waits.waits())
          .containsExactly(new Wait(Wait.Kind.TIMER, "only", "", MutableClock.START, end));
      assertThat(first.threads().state(ANA, "t").info().status()).isEqualTo(RunStatus.SUSPENDED);
      assertThat(first.threads().state(ANA, "t").waits()).isEqualTo(waits.waits());
    }
    try (AgentRuntime second = scene.builder().graphs(graph).build()) {
      scene.clock.set(end.minusMillis(1));
      assertThat(suspended(resume(second)).nextWake()).contains(end);
      scene.clock.set(end);
      assertThat(resume(second).orThrow().get(TEXT)).isEqualTo("slept until " + end);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void each_sleep_of_a_loop_has_its_own_end() {
    StateGraph graph = Scene.single(ctx -> {
      for (int i = 0; i < 3; i++) {
        ctx.sleep(HOUR);
      }
      return Update.of(TEXT, "done");
    });
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    RunResult result = runtime.run(graph, Update.none(), thread("t"));
    for (int i = 1; i <= 3; i++) {
      assertThat(suspended(result).nextWake())
          .contains(MutableClock.START.plus(HOUR.multipliedBy(i)));
      scene.clock.advance(HOUR);
      result = resume(runtime);
    }
    assertThat(result.orThrow().get(TEXT)).isEqualTo("done");
  }

  @Test
  void a_sleep_that_is_over_does_not_suspend() {
    StateGraph graph = Scene.single(ctx -> {
      ctx.sleep(Duration.ZERO);
      ctx.sleep(Duration.ofSeconds(-5));
      ctx.sleepUntil(MutableClock.START.minusSeconds(9));
      ctx.sleepUntil(MutableClock.START);
      return Update.of(TEXT, "done");
    });

    assertThat(scene.runtime().run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo("done");
  }

  @Test
  void a_fork_behind_a_sleep_does_not_wait_again_and_a_rerun_does() {
    StateGraph graph = Scene.single(ctx -> {
      ctx.sleep(HOUR);
      return Update.of(TEXT, ctx.ask("And now?", String.class));
    });
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    scene.clock.advance(HOUR);
    CheckpointRef head = new CheckpointRef(
        new io.harden4j.checkpoint.ThreadKey("acme", "t"),
        CheckpointRef.MAIN,
        suspended(resume(runtime)).info().checkpoint());

    runtime.threads().fork(ANA, head, "same", ForkMode.REUSE_EFFECTS);
    runtime.threads().fork(ANA, head, "anew", ForkMode.RERUN);

    assertThat(suspended(runtime.resume(thread("t").branch("same"))).questions())
        .hasSize(1);
    assertThat(suspended(runtime.resume(thread("t").branch("anew"))).waits()).hasSize(1);
  }

  @Test
  void cancelling_withdraws_the_timer_and_a_later_resume_keeps_its_end() {
    StateGraph graph = Scene.single(ctx -> {
      ctx.sleep(HOUR);
      return Update.of(TEXT, "done");
    });
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));

    runtime.threads().cancel(ANA, "t", "not now");

    assertThat(runtime.threads().state(ANA, "t").waits()).isEmpty();
    scene.clock.advance(Duration.ofMinutes(40));
    assertThat(suspended(resume(runtime)).nextWake()).contains(MutableClock.START.plus(HOUR));
    scene.clock.advance(Duration.ofMinutes(20));
    assertThat(resume(runtime).orThrow().get(TEXT)).isEqualTo("done");
  }

  @Test
  void a_timer_and_a_question_of_two_nodes_are_waited_for_together() {
    StateGraph graph = Scene.graph()
        .node("sleeps", ctx -> {
          ctx.sleep(HOUR);
          return Update.add(LOG, "slept");
        })
        .node("asks", ctx -> Update.add(LOG, ctx.ask("Name?", String.class)))
        .start("sleeps", "asks")
        .edge("sleeps", END)
        .edge("asks", END)
        .build();
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    RunResult.Suspended first = suspended(runtime.run(graph, Update.none(), thread("t")));
    assertThat(first.questions()).hasSize(1);
    assertThat(first.waits()).hasSize(1);

    scene.clock.advance(HOUR);
    RunResult.Suspended second = suspended(resume(runtime));
    assertThat(second.waits()).isEmpty();
    runtime.inbox().answer(second.questions().get(0), "Ana", ANA);

    assertThat(resume(runtime).orThrow().get(LOG)).containsExactlyInAnyOrder("slept", "Ana");
  }

  @Test
  void nobody_sees_or_answers_timers_and_events_in_the_inbox() {
    StateGraph graph = Scene.graph()
        .node("sleeps", ctx -> {
          ctx.sleep(HOUR);
          return Update.none();
        })
        .node("waits", ctx -> Update.of(TEXT, ctx.awaitEvent("e", String.class)))
        .start("sleeps", "waits")
        .edge("sleeps", END)
        .edge("waits", END)
        .build();
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));

    assertThat(runtime.inbox().open(ANA)).isEmpty();
    assertThat(runtime.inbox().open(ANA, "t")).isEmpty();
    for (String kind : List.of(Question.TIMER, Question.EVENT)) {
      InboxQuery query = new InboxQuery("acme", null, kind, null, null, null, 10);
      assertThat(runtime.inbox().open(ANA, query)).isEmpty();
      String id = scene.store.open(query).items().get(0).id().value();
      assertThatThrownBy(() -> runtime.inbox().answer(id, true, ANA))
          .isInstanceOf(AnswerRefusedException.class);
    }
  }

  @Test
  void a_run_that_records_nothing_cannot_wait() {
    StateGraph graph = Scene.single(ctx -> {
      ctx.sleep(HOUR);
      return Update.none();
    });

    RunResult result =
        scene.runtime().run(graph, Update.none(), thread("t").durability(Durability.NONE));

    assertThat(((RunResult.Failed) result).error()).hasMessageContaining("Durability.SYNC");
  }

  @Test
  void an_event_makes_the_waiting_node_go_on_with_its_value() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    RunResult.Suspended waits = suspended(runtime.run(waiting(HOUR), Update.none(), thread("t")));
    assertThat(waits.waits().get(0).event()).isEqualTo("paid");
    assertThat(waits.nextWake()).contains(MutableClock.START.plus(HOUR));

    runtime.signal(ANA, "t", "other", "noise");
    assertThat(suspended(resume(runtime)).waits()).hasSize(1);
    runtime.signal(ANA, "t", "paid", new Paid("A-1", 990));

    assertThat(resume(runtime).orThrow().get(TEXT)).isEqualTo("A-1");
  }

  @Test
  void an_event_that_came_before_anybody_waited_is_kept_over_processes() {
    StateGraph graph = Scene.graph()
        .node("asks", ctx -> Update.add(LOG, ctx.ask("Order?", String.class)))
        .node("waits", ctx -> Update.add(LOG, ctx.awaitEvent("paid", Paid.class).order()))
        .start("asks")
        .edge("asks", "waits")
        .edge("waits", END)
        .build();
    try (AgentRuntime first = scene.runtime()) {
      first.run(graph, Update.none(), thread("t"));
      first.signal(ANA, "t", "paid", new Paid("early", 1));
    }
    try (AgentRuntime second = scene.builder().graphs(graph).build()) {
      second.inbox().answer(second.inbox().open(ANA).get(0), "A-1", ANA);

      assertThat(resume(second).orThrow().get(LOG)).containsExactly("A-1", "early");
    }
  }

  @Test
  void events_are_received_once_each_in_the_order_they_were_sent() {
    StateGraph graph = Scene.single(ctx -> Update.of(
        LOG,
        List.of(
            ctx.awaitEvent("e", String.class),
            ctx.awaitEvent("e", String.class),
            ctx.awaitEvent("e", String.class))));
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    runtime.signal(ANA, "t", "e", "one");
    runtime.signal(ANA, "t", "e", "two");
    assertThat(suspended(resume(runtime)).waits()).hasSize(1);
    runtime.signal(ANA, "t", "e", "three");

    assertThat(resume(runtime).orThrow().get(LOG)).containsExactly("one", "two", "three");
    assertThat(scene
            .store
            .list(io.harden4j.checkpoint.CheckpointQuery.heads("acme"))
            .items())
        .as("nothing is left of the mail")
        .hasSize(1);
  }

  @Test
  void of_two_nodes_that_wait_for_one_name_each_gets_its_own_event() {
    StateGraph graph = Scene.graph()
        .node("left", ctx -> Update.add(LOG, ctx.awaitEvent("e", String.class)))
        .node("right", ctx -> Update.add(LOG, ctx.awaitEvent("e", String.class)))
        .start("left", "right")
        .edge("left", END)
        .edge("right", END)
        .build();
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    runtime.signal(ANA, "t", "e", "one");
    assertThat(suspended(resume(runtime)).waits()).hasSize(1);
    assertThat(suspended(resume(runtime)).waits()).hasSize(1);
    runtime.signal(ANA, "t", "e", "two");

    assertThat(resume(runtime).orThrow().get(LOG)).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void a_wait_for_an_event_ends_with_its_time_and_an_event_that_is_there_wins() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    runtime.run(waiting(HOUR), Update.none(), thread("t"));
    runtime.run(waiting(HOUR), Update.none(), thread("u"));
    scene.clock.advance(HOUR);
    runtime.signal(ANA, "u", "paid", new Paid("A-1", 990));

    assertThat(resume(runtime).orThrow().get(TEXT)).isEqualTo("too late");
    assertThat(runtime.resume(thread("u")).orThrow().get(TEXT)).isEqualTo("A-1");
  }

  @Test
  void an_event_of_an_id_that_was_sent_before_is_ignored() {
    StateGraph graph = Scene.single(ctx -> Update.of(
        LOG,
        List.of(
            ctx.awaitEvent("e", String.class),
            ctx.awaitEvent("e", String.class, HOUR).orElse("none"))));
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    runtime.signal(ANA, "t", "e", "one", "id-1");
    runtime.signal(ANA, "t", "e", "one", "id-1");
    resume(runtime);
    runtime.signal(ANA, "t", "e", "one", "id-1");
    scene.clock.advance(HOUR);

    assertThat(resume(runtime).orThrow().get(LOG)).containsExactly("one", "none");
  }

  @Test
  void the_value_carries_the_senders_label() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    runtime.run(waiting(HOUR), Update.none(), thread("t"));
    runtime.signal(Principal.of("shop", "acme"), "t", "paid", new Paid("A-1", 1));
    resume(runtime);

    var label = runtime.threads().state(ANA, "t").values().label(TEXT);
    assertThat(label.integrity()).isEqualTo(Integrity.USER);
    assertThat(label.origins().toString()).contains("shop");
  }

  @Test
  void refuses_events_that_cannot_arrive() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    runtime.run(waiting(HOUR), Update.none(), thread("t"));

    assertThatThrownBy(() -> runtime.signal(ANA, "nowhere", "paid", "x"))
        .isInstanceOf(UnknownThreadException.class);
    assertThatThrownBy(() -> runtime.signal(EVE, "t", "paid", "x"))
        .isInstanceOf(UnknownThreadException.class);
    assertThatThrownBy(() -> runtime.signal(ANA, "t", "paid", new Object()))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> runtime.signal(ANA, "t", " ", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_event_of_another_type_fails_the_node_and_says_so() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    runtime.run(waiting(HOUR), Update.none(), thread("t"));
    runtime.signal(ANA, "t", "paid", 7);

    RunResult.Failed failed = (RunResult.Failed) resume(runtime);

    assertThat(failed.error()).isInstanceOf(CodecException.class).hasMessageContaining("Paid");
  }

  @Test
  void mail_is_in_no_listing_and_goes_with_its_thread() {
    AgentRuntime runtime = scene.builder().graphs(waiting(HOUR)).build();
    runtime.run(waiting(HOUR), Update.none(), thread("t"));
    runtime.signal(ANA, "t", "never-read", "secret");

    assertThat(runtime.threads().list(ANA)).hasSize(1);
    assertThatThrownBy(() -> RunOptions.thread("\u0001mail\u0001t"))
        .isInstanceOf(io.harden4j.identity.InvalidIdException.class);
    runtime.threads().delete(ANA, "t");

    assertThat(scene
            .store
            .list(io.harden4j.checkpoint.CheckpointQuery.heads("acme"))
            .items())
        .isEmpty();
  }

  @Test
  void a_node_that_takes_a_timeout_for_an_answer_reads_it_the_same_after_a_crash() {
    StateGraph graph = Scene.single(ctx -> {
      Optional<String> first = ctx.awaitEvent("e", String.class, HOUR);
      return Update.of(TEXT, first.isPresent() + " " + ctx.ask("Go on?", String.class));
    });
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    runtime.run(graph, Update.none(), thread("t"));
    scene.clock.advance(HOUR);
    RunResult.Suspended asks = suspended(resume(runtime));

    runtime.signal(ANA, "t", "e", "late");
    runtime.inbox().answer(asks.questions().get(0), "yes", ANA);

    assertThat(resume(runtime).orThrow().get(TEXT)).isEqualTo("false yes");
  }
}
