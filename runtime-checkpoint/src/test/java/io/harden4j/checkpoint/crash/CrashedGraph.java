package io.harden4j.checkpoint.crash;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.ForkMode;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.kill.FaultPoints;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run worth killing: a model call, two effects side by side, a question, one more effect. What it does outside is told to the world, so that a
 * repetition shows.
 */
final class CrashedGraph {
  /** System property that names the mode of the runs of this process. */
  static final String DURABILITY = "harden4j.crash.durability";

  static final Principal WHO = Principal.of("carol", "acme");
  static final ThreadKey THREAD = new ThreadKey("acme", "crash");
  static final StateKey<List<String>> TRAIL = StateKey.list("trail", String.class);

  private final FaultPoints faults;
  private final Consumer<String> world;

  /** Creates the graph; {@code world} hears {@code node X} for each run of a node and {@code call X} for each effect of one. */
  CrashedGraph(FaultPoints faults, Consumer<String> world) {
    this.faults = faults;
    this.world = world;
  }

  StateGraph graph() {
    return StateGraph.builder("crash")
        .version(1)
        .state(TRAIL)
        .node("draft", this::draft)
        .node("left", this::effect)
        .node("right", this::effect)
        .node("approve", this::approve)
        .node("send", this::effect)
        .start("draft")
        .edge("draft", "left")
        .edge("draft", "right")
        .join("approve", "left", "right")
        .edge("approve", "send")
        .edge("send", StateGraph.END)
        .build();
  }

  private Update draft(NodeContext ctx) {
    begin(ctx);
    return Update.add(TRAIL, ctx.chat(new Model()).user("write a draft").text());
  }

  private Update effect(NodeContext ctx) {
    begin(ctx);
    return Update.add(
        TRAIL, ctx.effect("note", Effect.idempotent(String.class), key -> call(ctx.node())));
  }

  private Update approve(NodeContext ctx) {
    begin(ctx);
    return Update.add(TRAIL, ctx.ask("Send it?", Boolean.class) ? "approved" : "refused");
  }

  private void begin(NodeContext ctx) {
    faults.reached("beforeNode");
    world.accept("node " + ctx.node());
  }

  private String call(String node) {
    faults.reached("beforeCall");
    world.accept("call " + node);
    faults.reached("afterCall");
    return node;
  }

  /** Says a line and counts its calls. */
  private final class Model implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return ChatResponse.builder().aiMessage(AiMessage.from(call("draft"))).build();
    }
  }

  /** Runs or goes on to the end; answers what is asked through {@code inbox}, which stands for another process. */
  RunResult finish(CheckpointStore store, CheckpointStore inbox) {
    StateGraph graph = graph();
    try (AgentRuntime runtime = runtime(store, graph);
        AgentRuntime other = runtime(inbox, graph)) {
      RunOptions options = RunOptions.thread(THREAD.threadId());
      RunResult result = store.head(THREAD, CheckpointRef.MAIN).isEmpty()
          ? runtime.run(graph, Update.none(), options)
          : runtime.resume(options);
      while (result instanceof RunResult.Suspended) {
        for (OpenQuestion q : other.inbox().open(WHO)) {
          other.inbox().answer(q, true, WHO);
        }
        result = runtime.resume(options);
      }
      fork(runtime, store);
      prune(store);
      return result;
    }
  }

  private static void fork(AgentRuntime runtime, CheckpointStore store) {
    if (store.head(THREAD, "what-if").isEmpty()) {
      CheckpointRef head =
          store.head(THREAD, CheckpointRef.MAIN).orElseThrow().checkpoint().ref();
      runtime.threads().fork(WHO, head, "what-if", ForkMode.REUSE_EFFECTS);
    }
  }

  private static void prune(CheckpointStore store) {
    store.acquire(THREAD, Owner.thisProcess("cleaner"), Duration.ofMinutes(1)).ifPresent(lease -> {
      store.prune(lease, new PrunePolicy(2));
      store.release(lease);
    });
  }

  private static AgentRuntime runtime(CheckpointStore store, StateGraph graph) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .defaultPrincipal(WHO)
        .durability(Durability.valueOf(System.getProperty(DURABILITY, "SYNC")))
        .graphs(graph)
        .build();
  }
}
