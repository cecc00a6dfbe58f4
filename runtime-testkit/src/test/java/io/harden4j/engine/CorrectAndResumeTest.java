package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.LOG;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.effect.Effect;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadSuspendedException;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Stop, look, edit, go on, fork. */
class CorrectAndResumeTest {
  private static int scenarios;
  private static int mismatches;
  private static int leaked;

  private final Scene scene = new Scene();
  private final List<String> sent = new CopyOnWriteArrayList<>();

  /** Sends a mail to whom the state names, then asks; a sibling sends one as well. */
  private final StateGraph graph = Scene.graph()
      .node("before", ctx -> {
        ctx.effect("first", Effect.idempotent(String.class), key -> send("first " + ctx.get(TEXT)));
        return Update.add(LOG, "before");
      })
      .node("mail", ctx -> {
        ctx.effect("mail", Effect.idempotent(String.class), key -> send("mail " + ctx.get(TEXT)));
        return Update.of(OK, ctx.ask("Was that right?", Boolean.class));
      })
      .node("sibling", ctx -> {
        ctx.effect("sibling", Effect.idempotent(String.class), key -> send("sibling"));
        return Update.add(LOG, "sibling");
      })
      .node("after", ctx -> Update.add(LOG, "after"))
      .start("before")
      .edge("before", "mail")
      .edge("before", "sibling")
      .join("after", "mail", "sibling")
      .edge("after", END)
      .build();

  private final AgentRuntime runtime = scene.builder().graphs(graph).build();

  private String send(String what) {
    sent.add(what);
    return what;
  }

  private OpenQuestion start(String id) {
    return suspended(runtime.run(graph, Update.of(TEXT, "bob"), thread(id)))
        .questions()
        .get(0);
  }

  private RunResult answerAndResume(String id, String branch) {
    runtime.inbox().open(ANA, id).stream()
        .filter(q -> q.branch().equals(branch))
        .forEach(q -> runtime.inbox().answer(q, true, ANA));
    return runtime.resume(thread(id).branch(branch));
  }

  private static void scenario(RunResult result) {
    scenarios++;
    if (result instanceof RunResult.Suspended s
        && s.questions().stream().anyMatch(q -> q.kind().equals("mismatch"))) {
      mismatches++;
    }
  }

  @Test
  void an_edit_makes_the_next_call_new_asks_again_and_keeps_finished_siblings() {
    OpenQuestion old = start("edit");
    runtime.threads().edit(ANA, "edit", Update.of(TEXT, "alice"));

    RunResult again = runtime.resume(thread("edit"));
    scenario(again);
    assertThat(sent).containsExactlyInAnyOrder("first bob", "mail bob", "sibling", "mail alice");
    assertThat(suspended(again).questions()).hasSize(1).doesNotContain(old);
    assertThatThrownBy(() -> runtime.inbox().answer(old, true, ANA))
        .hasMessageContaining("withdrawn");

    assertThat(answerAndResume("edit", "main").orThrow().get(LOG))
        .containsExactly("before", "sibling", "after");
    assertThat(sent).hasSize(4);
  }

  @Test
  void an_edit_as_a_node_goes_on_behind_it() {
    start("as");
    runtime.threads().edit(ANA, "as", CheckpointRef.MAIN, "mail", Update.of(OK, true));

    RunResult result = runtime.resume(thread("as"));
    scenario(result);
    assertThat(result.orThrow().get(LOG)).containsExactly("before", "sibling", "after");
    assertThat(result.orThrow().get(OK)).isTrue();
  }

  @Test
  void a_fork_behind_effects_reuses_them() {
    start("reuse");
    CheckpointInfo suspendedAt = runtime.threads().history(ANA, "reuse").get(0);
    runtime.threads().fork(ANA, suspendedAt.ref(), "what-if", ForkMode.REUSE_EFFECTS);

    RunResult result = runtime.resume(thread("reuse").branch("what-if"));
    scenario(result);
    assertThat(suspended(result).questions()).hasSize(1);
    assertThat(answerAndResume("reuse", "what-if").orThrow().get(LOG))
        .containsExactly("before", "sibling", "after");
    assertThat(sent).containsExactlyInAnyOrder("first bob", "mail bob", "sibling");
    assertThat(runtime.threads().state(ANA, "reuse").info().status())
        .isEqualTo(RunStatus.SUSPENDED);
  }

  @Test
  void a_fork_with_rerun_does_everything_behind_it_again() {
    start("rerun");
    CheckpointInfo suspendedAt = runtime.threads().history(ANA, "rerun").get(0);
    runtime.threads().fork(ANA, suspendedAt.ref(), "again", ForkMode.RERUN);

    RunResult result = runtime.resume(thread("rerun").branch("again"));
    scenario(result);
    assertThat(sent).filteredOn("mail bob"::equals).hasSize(2);
    assertThat(sent).filteredOn("first bob"::equals).hasSize(1);
  }

  @Test
  void a_fork_before_effects_does_not_see_what_the_other_branch_did() {
    start("before");
    CheckpointInfo early = runtime.threads().history(ANA, "before").stream()
        .filter(c -> c.step() == 1)
        .reduce((a, b) -> b)
        .orElseThrow();
    runtime.threads().fork(ANA, early.ref(), "early", ForkMode.REUSE_EFFECTS);

    RunResult result = runtime.resume(thread("before").branch("early"));
    scenario(result);
    long again = sent.stream().filter("mail bob"::equals).count();
    leaked += again == 2 ? 0 : 1;
    assertThat(again).isEqualTo(2);
    assertThat(sent).filteredOn("first bob"::equals).hasSize(1);
  }

  @Test
  void both_branches_go_on_without_seeing_each_other() {
    start("both");
    runtime
        .threads()
        .fork(
            ANA, runtime.threads().history(ANA, "both").get(0).ref(), "b", ForkMode.REUSE_EFFECTS);
    runtime.threads().edit(ANA, "both", "b", null, Update.of(TEXT, "carol"));

    RunResult main = answerAndResume("both", "main");
    scenario(main);
    RunResult branch = runtime.resume(thread("both").branch("b"));
    scenario(branch);

    assertThat(main.orThrow().get(TEXT)).isEqualTo("bob");
    leaked += sent.contains("mail carol") ? 0 : 1;
    assertThat(branch.state().get(TEXT)).isEqualTo("carol");
    assertThat(sent).contains("mail carol");
  }

  @Test
  void a_thread_of_another_tenant_is_not_found() {
    start("mine");

    assertThatThrownBy(() -> runtime.threads().state(Scene.EVE, "mine"))
        .isInstanceOf(UnknownThreadException.class);
    assertThatThrownBy(() -> runtime.resume(thread("mine").as(Scene.EVE)))
        .isInstanceOf(UnknownThreadException.class);
    assertThat(runtime.threads().list(Scene.EVE)).isEmpty();
    assertThat(runtime.inbox().open(Scene.EVE)).isEmpty();
  }

  @Test
  void a_new_run_on_a_suspended_thread_is_refused_unless_it_replaces() {
    start("busy");

    assertThatThrownBy(() -> runtime.run(graph, Update.of(TEXT, "x"), thread("busy")))
        .isInstanceOf(ThreadSuspendedException.class)
        .hasMessageContaining("Was that right?");
    RunResult replaced = runtime.run(
        graph,
        Update.of(TEXT, "dora"),
        thread("busy").whenBusy(io.harden4j.run.BusyPolicy.REPLACE));
    assertThat(suspended(replaced).questions()).hasSize(1);
    assertThat(sent).contains("mail dora");
  }

  @Test
  void state_history_and_cancel_show_an_operator_what_happened() {
    start("look");

    assertThat(runtime.threads().state(ANA, "look").next()).hasSize(2);
    assertThat(runtime.threads().state(ANA, "look").questions()).hasSize(1);
    assertThat(runtime.threads().list(ANA, RunStatus.SUSPENDED)).hasSize(1);
    List<Long> seqs = new ArrayList<>();
    runtime.threads().history(ANA, "look").forEach(c -> seqs.add(c.ref().seq()));
    assertThat(seqs).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    runtime.threads().cancel(ANA, "look", "no longer needed");
    assertThat(runtime.threads().state(ANA, "look").info().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(runtime.inbox().open(ANA, "look")).isEmpty();
    assertThat(suspended(runtime.resume(thread("look"))).questions())
        .as("resumable; asked again")
        .hasSize(1);
  }

  @AfterAll
  static void write() {
    Evidence.of("correct-and-resume")
        .put("scenarios", scenarios)
        .put("mismatchesRaisedWrongly", mismatches)
        .put("effectsSeenBySibling", leaked)
        .ran(scenarios)
        .write();
  }
}
