package io.harden4j.observability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.effect.PriceTable;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.observe.Observer;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real graph on the real engine: two nodes in parallel, retrieval, a model, a permitted and a denied tool, and a question to a human. */
public final class SupportCase {
  public static final StateKey<String> QUESTION = StateKey.of("question", String.class);
  public static final StateKey<List<String>> NOTES = StateKey.list("notes", String.class);
  public static final StateKey<Boolean> APPROVED =
      StateKey.of("approved", Boolean.class).orElse(false);
  public static final Principal ANA = Principal.of("ana", "acme", "agent");

  private final AtomicInteger modelCalls = new AtomicInteger();
  private final ChatModel model = new ScriptedModel(modelCalls);

  public int modelCalls() {
    return modelCalls.get();
  }

  public static RunOptions options() {
    return RunOptions.thread("case-1").as(ANA);
  }

  public AgentRuntime runtime(CheckpointStore store, Observer... observers) {
    AgentRuntime.Builder builder = AgentRuntime.builder()
        .checkpoints(store)
        .guard(new NoRefunds())
        .graphs(graph())
        .prices(new PriceTable(
            List.of(new PriceTable.Price("scripted", BigDecimal.ONE, BigDecimal.TEN))))
        .tools(List.of(tool("find_order"), tool("refund")));
    List.of(observers).forEach(builder::observe);
    return builder.build();
  }

  public StateGraph graph() {
    return StateGraph.builder("support")
        .state(QUESTION, NOTES, APPROVED)
        .node("start", ctx -> Update.add(NOTES, "asked"))
        .node("handbook", ctx -> {
          List<Passage> found = ctx.retrieve(new Handbook(), ctx.get(QUESTION));
          return Update.add(NOTES, ctx.chat(model).user(found.get(0).text()).text());
        })
        .node("orders", ctx -> {
          String order = ctx.tools().call("find_order", Map.of("id", 1001)).text();
          String refund = ctx.tools().call("refund", Map.of("id", 1001)).text();
          return Update.add(NOTES, order).and(NOTES, List.of(refund));
        })
        .node("review", ctx -> Update.of(APPROVED, ctx.ask("Send the answer?", Boolean.class)))
        .node(
            "answer",
            ctx -> Update.add(
                NOTES, ctx.chat(model).user(String.join("\n", ctx.get(NOTES))).text()))
        .start("start")
        .edge("start", "handbook")
        .edge("start", "orders")
        .join("review", "handbook", "orders")
        .edge("review", "answer")
        .edge("answer", StateGraph.END)
        .build();
  }

  private static GuardedTool tool(String name) {
    return new GuardedTool(
        new ToolRef("shop", name, ""),
        name,
        "Does " + name + ".",
        schema(),
        ToolDeclaration.of(name.equals("refund") ? Sink.SPEND : Sink.READ),
        permit -> ToolResult.ok(name + " done"));
  }

  private static ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject("id").put("type", "integer");
    return schema;
  }

  private static final class NoRefunds implements Guard {
    @Override
    public Decision decide(GuardRequest request) {
      return request.call().tool().name().equals("refund")
          ? new Decision.Deny(
              "no-refunds", "NOT_PERMITTED", "This call is not permitted.", "refunds are closed")
          : new Decision.Allow("reads", request.call(), List.of());
    }

    @Override
    public String name() {
      return "shop-policy";
    }
  }

  private static final class Handbook implements Retriever {
    @Override
    public String name() {
      return "handbook";
    }

    @Override
    public List<Passage> retrieve(RetrievalQuery query) {
      return List.of(new Passage(
          "p1",
          "late.md",
          "Late",
          "Parcels may be late.",
          0,
          20,
          "00",
          0.9,
          Label.SYSTEM,
          Map.of()));
    }
  }

  private record ScriptedModel(AtomicInteger calls) implements ChatModel {
    @Override
    public ChatRequestParameters defaultRequestParameters() {
      return ChatRequestParameters.builder().modelName("scripted").build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return ChatResponse.builder()
          .aiMessage(AiMessage.from("answer " + calls.incrementAndGet()))
          .modelName("scripted")
          .tokenUsage(new TokenUsage(100, 20))
          .build();
    }
  }
}
