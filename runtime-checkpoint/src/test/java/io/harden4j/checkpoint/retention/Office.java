package io.harden4j.checkpoint.retention;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Threads as an application leaves them: finished ones and ones that wait. */
final class Office {
  private static final StateKey<String> NAME = StateKey.of("name", String.class);
  private static final StateKey<Boolean> OK = StateKey.of("ok", Boolean.class);

  final MutableClock clock;
  final CheckpointStore store;
  private final AgentRuntime runtime;

  Office(CheckpointStore store, MutableClock clock) {
    this.store = store;
    this.clock = clock;
    this.runtime = AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .graphs(plain(), asks())
        .build();
  }

  private static StateGraph plain() {
    return StateGraph.builder("plain")
        .state(NAME)
        .node("greet", ctx -> Update.of(NAME, "hello " + ctx.get(NAME)))
        .start("greet")
        .edge("greet", END)
        .build();
  }

  private static StateGraph asks() {
    return StateGraph.builder("asks")
        .state(NAME, OK)
        .node("ask", ctx -> Update.of(OK, ctx.ask("Go on?", Boolean.class)))
        .start("ask")
        .edge("ask", END)
        .build();
  }

  private static RunOptions options(String tenant, String thread, String subject) {
    return RunOptions.thread(thread).as(Principal.of("clerk", tenant)).subject(subject);
  }

  ThreadKey completed(String tenant, String thread, String subject) {
    runtime
        .run(plain(), Update.of(NAME, subject), options(tenant, thread, subject))
        .orThrow();
    return new ThreadKey(tenant, thread);
  }

  ThreadKey suspended(String tenant, String thread, String subject) {
    runtime.run(asks(), Update.of(NAME, subject), options(tenant, thread, subject));
    return new ThreadKey(tenant, thread);
  }

  Lease hold(ThreadKey thread) {
    return store
        .acquire(thread, Owner.thisProcess("run"), Duration.ofMinutes(5))
        .orElseThrow();
  }

  /** Returns the ids of the threads that are there. */
  List<String> threads(String tenant) {
    TreeSet<String> ids = new TreeSet<>();
    for (CheckpointInfo info : store.list(CheckpointQuery.heads(tenant)).items()) {
      ids.add(info.ref().thread().threadId());
    }
    return List.copyOf(ids);
  }

  int checkpoints(ThreadKey thread) {
    return store.list(CheckpointQuery.thread(thread)).items().size();
  }
}
