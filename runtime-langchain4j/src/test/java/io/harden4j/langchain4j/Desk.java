package io.harden4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.effect.Retry;
import io.harden4j.graph.Message;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observer;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A support desk of one node: an assistant with order tools, of which refunds need a human and deletions are denied. */
final class Desk implements AutoCloseable {
  interface SupportBot {
    @SystemMessage("You help customers.")
    String answer(String question);
  }

  static final StateKey<String> QUESTION = StateKey.of("question", String.class);
  static final StateKey<String> ANSWER = StateKey.of("answer", String.class);
  static final StateKey<List<Message>> CHAT = StateKey.messages("chat");
  static final Principal ANA = Principal.of("ana", "acme", "agent");
  static final Principal BOSS = Principal.of("boss", "acme", "boss");

  /** Refunds need a human; whatever deletes is denied. */
  static final Guard GUARD = request -> switch (request.declaration().sink()) {
    case SPEND -> new Decision.AskHuman("ask", request.call(), "Pay back?", "", null, List.of());
    case DELETE -> new Decision.Deny("deny", "NOT_PERMITTED", "Not for you.", "deletes");
    default -> new Decision.Allow("allow", request.call(), List.of());
  };

  final OrderTools tools;
  private final List<AgentRuntime> opened = new ArrayList<>();
  private final ChatModel model;
  private UnaryOperator<AiServices<SupportBot>> settings = services -> services;
  private Observer observer = Observer.NONE;
  private CheckpointStore store = new InMemoryCheckpointStore();
  private @Nullable Node node;

  Desk(ChatModel model, OrderTools tools) {
    this.model = model;
    this.tools = tools;
  }

  Desk settings(UnaryOperator<AiServices<SupportBot>> more) {
    settings = more;
    return this;
  }

  Desk observe(Observer by) {
    observer = by;
    return this;
  }

  Desk store(CheckpointStore other) {
    store = other;
    return this;
  }

  Desk node(Node other) {
    node = other;
    return this;
  }

  Assistant<SupportBot> assistant() {
    return Assistant.of(
        SupportBot.class,
        b -> settings
            .apply(AiServices.builder(SupportBot.class)
                .chatModel(b.chatModel(model))
                .toolProvider(b.tools("orders"))
                .chatMemory(b.memory(CHAT)))
            .build());
  }

  static GuardedTools guarded(OrderTools tools) {
    return GuardedTools.of(tools)
        .server("orders")
        .declare(
            "find_order",
            d -> d.sink(Sink.READ)
                .argument("id", ArgumentRole.IDENTIFIER)
                .retry(Retry.immediately(3)))
        .declare(
            "refund",
            d -> d.sink(Sink.SPEND)
                .argument("id", ArgumentRole.IDENTIFIER)
                .argument("iban", ArgumentRole.DESTINATION)
                .argument("amount", ArgumentRole.AMOUNT)
                .repeatable()
                .retry(Retry.immediately(2)));
  }

  StateGraph graph() {
    Assistant<SupportBot> bot = assistant();
    Node answer = ctx -> Update.of(ANSWER, ctx.use(bot).answer(ctx.get(QUESTION)));
    return StateGraph.builder("desk")
        .state(QUESTION, ANSWER, CHAT)
        .node("answer", node == null ? answer : node)
        .start("answer")
        .edge("answer", StateGraph.END)
        .build();
  }

  AgentRuntime open() {
    AgentRuntime runtime = AgentRuntime.builder()
        .checkpoints(store)
        .guard(GUARD)
        .tools(guarded(tools).tools())
        .modelRetry(Retry.immediately(3))
        .observe(observer)
        .graphs(graph())
        .build();
    opened.add(runtime);
    return runtime;
  }

  RunResult ask(String question) {
    return open()
        .run(graph(), Update.of(QUESTION, question), RunOptions.thread("t").as(ANA));
  }

  /** Answers every open question and resumes, in a runtime of its own. */
  RunResult decide(RunResult result, String answer) {
    AgentRuntime next = open();
    for (OpenQuestion question : ((RunResult.Suspended) result).questions()) {
      next.inbox().answer(question, answer, BOSS);
    }
    return next.resume(RunOptions.thread("t").as(ANA));
  }

  @Override
  public void close() {
    opened.forEach(AgentRuntime::close);
  }
}
