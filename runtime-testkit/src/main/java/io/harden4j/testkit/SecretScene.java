package io.harden4j.testkit;

import static io.harden4j.graph.StateGraph.END;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import java.util.List;

/** A run that leaves a canary in a payload of every kind. */
final class SecretScene {
  static final String CANARY = "canary-4111-1111";
  static final StateKey<Card> CARD = StateKey.of("card", Card.class);
  static final StateKey<String> SECRET = StateKey.of("secret", String.class).secret();
  static final StateKey<List<String>> LOG = StateKey.list("log", String.class);
  static final StateKey<String> LONG = StateKey.of("long", String.class);

  record Card(String number, int year) {}

  private final CheckpointStore store;
  private final MutableClock clock;
  private final PayloadCipher cipher;

  SecretScene(CheckpointStore store, MutableClock clock, PayloadCipher cipher) {
    this.store = store;
    this.clock = clock;
    this.cipher = cipher;
  }

  static Principal who(String tenant) {
    return Principal.of("ana", tenant, "clerk");
  }

  static ThreadKey thread(String tenant, String id) {
    return new ThreadKey(tenant, id);
  }

  static StateGraph graph() {
    return StateGraph.builder("secrets")
        .state(CARD, SECRET, LOG, LONG)
        .node(
            "collect",
            ctx -> Update.of(LOG, List.of(ctx.effect("fetch", () -> CANARY + " fetched")))
                .and(SECRET, CANARY)
                .and(LONG, (CANARY + " again and again ").repeat(200))
                .thenFanOut("each", List.of(CANARY + " item 1", CANARY + " item 2")),
            n -> n.goesTo("each"))
        .node("each", ctx -> {
          String item = ctx.input(String.class);
          return Update.of(
              LOG, List.of(item.endsWith("2") ? item : item + ctx.ask(CANARY + "?", String.class)));
        })
        .start("collect")
        .edge("collect", "each")
        .edge("each", END)
        .build();
  }

  static StateGraph failing() {
    return StateGraph.builder("failing")
        .state(CARD)
        .node("fail", ctx -> {
          throw new IllegalStateException("no limit left on " + ctx.get(CARD).number());
        })
        .start("fail")
        .edge("fail", END)
        .build();
  }

  AgentRuntime runtime() {
    return AgentRuntime.builder()
        .checkpoints(store)
        .clock(clock)
        .cipher(cipher)
        .graphs(graph(), failing())
        .build();
  }

  private static RunOptions options(String tenant, String id) {
    return RunOptions.thread(id).as(who(tenant));
  }

  /** Runs until the question. */
  RunResult begin(String tenant, String id) {
    return runtime().run(graph(), Update.of(CARD, new Card(CANARY, 2030)), options(tenant, id));
  }

  RunResult fail(String tenant, String id) {
    return runtime().run(failing(), Update.of(CARD, new Card(CANARY, 2030)), options(tenant, id));
  }

  RunResult resume(String tenant, String id) {
    return runtime().resume(options(tenant, id));
  }

  void answer(String tenant, String id) {
    AgentRuntime runtime = runtime();
    for (OpenQuestion question : runtime.inbox().open(who(tenant), id)) {
      runtime.inbox().answer(question, CANARY + " answered", who(tenant));
    }
  }

  /** Runs to the end. */
  RunResult complete(String tenant, String id) {
    begin(tenant, id);
    answer(tenant, id);
    return resume(tenant, id);
  }

  /** Reads all of a thread's state, as an operator does. */
  void read(String tenant, String id) {
    runtime().threads().state(who(tenant), id);
  }
}
