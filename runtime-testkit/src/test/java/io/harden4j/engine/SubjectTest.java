package io.harden4j.engine;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.ForkMode;
import io.harden4j.run.RunOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person's threads can be found by a tag that every checkpoint carries. */
class SubjectTest {
  private static final StateKey<Boolean> OK = StateKey.of("ok", Boolean.class);
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final Principal BOSS = Principal.of("boss", "acme");

  private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
  private final StateGraph graph = StateGraph.builder("ask")
      .state(OK)
      .node("ask", ctx -> Update.of(OK, ctx.ask("Go on?", Boolean.class)))
      .start("ask")
      .edge("ask", END)
      .build();
  private final AgentRuntime runtime =
      AgentRuntime.builder().checkpoints(store).graphs(graph).build();

  private List<CheckpointInfo> of(String subject) {
    CheckpointQuery all = new CheckpointQuery(
        "acme",
        null,
        null,
        java.util.Set.of(),
        java.util.Set.of(),
        null,
        0,
        Integer.MAX_VALUE,
        null,
        null,
        Map.of("subject", subject),
        false,
        null,
        100);
    return store.list(all).items();
  }

  private int checkpoints(String thread) {
    return runtime.threads().history(ANA, thread).size();
  }

  @Test
  void every_checkpoint_names_the_principal_unless_the_run_names_somebody() {
    runtime.run(graph, Update.none(), RunOptions.thread("t1").as(ANA));
    runtime.run(graph, Update.none(), RunOptions.thread("t2").as(ANA).subject("customer-7"));

    assertThat(of("ana"))
        .hasSize(checkpoints("t1"))
        .allMatch(c -> c.ref().thread().threadId().equals("t1"));
    assertThat(of("customer-7"))
        .hasSize(checkpoints("t2"))
        .allMatch(c -> c.ref().thread().threadId().equals("t2"));
  }

  @Test
  void others_who_answer_edit_resume_and_fork_do_not_change_it() {
    runtime.run(graph, Update.none(), RunOptions.thread("t1").as(ANA));
    runtime.threads().edit(BOSS, "t1", Update.of(OK, true));
    runtime.resume(RunOptions.thread("t1").as(BOSS));
    runtime.inbox().open(BOSS).forEach(q -> runtime.inbox().answer(q, true, BOSS));
    CheckpointRef head = runtime.threads().history(BOSS, "t1").get(0).ref();
    runtime.threads().fork(BOSS, head, "what-if", ForkMode.RERUN);
    runtime.resume(RunOptions.thread("t1").as(BOSS).branch("what-if").subject("other"));
    runtime.resume(RunOptions.thread("t1").as(BOSS));
    runtime.run(graph, Update.none(), RunOptions.thread("t1").as(BOSS));

    assertThat(of("boss")).isEmpty();
    assertThat(of("other")).isEmpty();
    assertThat(runtime.threads().history(BOSS, "t1"))
        .filteredOn(c -> c.tags().get("subject") == null)
        .extracting(CheckpointInfo::cause)
        .allMatch(cause -> cause.name().equals("FORK"));
  }
}
