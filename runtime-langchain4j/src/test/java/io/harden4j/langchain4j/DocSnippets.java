package io.harden4j.langchain4j;

import static io.harden4j.tool.ArgumentRole.AMOUNT;
import static io.harden4j.tool.ArgumentRole.DESTINATION;
import static io.harden4j.tool.ArgumentRole.IDENTIFIER;
import static io.harden4j.tool.Sink.READ;
import static io.harden4j.tool.Sink.SPEND;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.harden4j.graph.Message;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.retrieval.Retriever;
import io.harden4j.run.AgentRuntime;
import io.harden4j.tool.Guard;
import java.util.List;

/** The snippets of {@code docs/langchain4j.md}; {@link DocsTest} compares them but for white space and runs them. */
final class DocSnippets {
  private DocSnippets() {}

  interface SupportBot {
    String answer(String question);
  }

  static final StateKey<String> QUESTION = StateKey.of("question", String.class);
  static final StateKey<String> ANSWER = StateKey.of("answer", String.class);
  static final StateKey<List<Message>> CHAT = StateKey.messages("chat");

  static StateGraph support(ChatModel model) {
    Assistant<SupportBot> bot = Assistant.of(
        SupportBot.class,
        b -> AiServices.builder(SupportBot.class)
            .chatModel(b.chatModel(model))
            .toolProvider(b.tools("orders"))
            .chatMemory(b.memory(CHAT))
            .build());

    return StateGraph.builder("support")
        .state(QUESTION, ANSWER, CHAT)
        .node("answer", ctx -> Update.of(ANSWER, ctx.use(bot).answer(ctx.get(QUESTION))))
        .start("answer")
        .edge("answer", StateGraph.END)
        .build();
  }

  static class OrderTools {
    @Tool("Finds an order by its number")
    String find_order(@P("number of the order") int id) {
      return "order " + id + ": shipped";
    }

    @Tool("Pays an order back")
    String refund(
        @P("order") int id,
        @P("account") String iban,
        @P("EUR") double amount,
        @IdempotencyKey String key) {
      return "paid " + amount + " to " + iban;
    }
  }

  static AgentRuntime runtime(Guard guard) {
    GuardedTools orders = GuardedTools.of(new OrderTools())
        .server("orders")
        .declare("find_order", d -> d.sink(READ).argument("id", IDENTIFIER))
        .declare(
            "refund",
            d -> d.sink(SPEND)
                .argument("id", IDENTIFIER)
                .argument("iban", DESTINATION)
                .argument("amount", AMOUNT)
                .notIdempotent());

    return AgentRuntime.builder().guard(guard).tools(orders.tools()).build();
  }

  static Assistant<SupportBot> reader(ChatModel model, Retriever handbook) {
    return Assistant.of(
        SupportBot.class,
        b -> AiServices.builder(SupportBot.class)
            .chatModel(b.chatModel(model))
            .contentRetriever(b.contentRetriever(handbook, 4))
            .chatMemory(b.memory(CHAT, MemoryWindow.messages(20).tokens(4_000)))
            .build());
  }
}
