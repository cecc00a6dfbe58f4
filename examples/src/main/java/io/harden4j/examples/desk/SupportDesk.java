package io.harden4j.examples.desk;

import static io.harden4j.graph.StateGraph.END;

import dev.langchain4j.model.chat.ChatModel;
import io.harden4j.graph.Ask;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.Retriever;
import java.util.List;

/**
 * The agent: controller, router, handbook and orders, reasoning, validation, refund, answer. Each node is plain blocking Java; what must not be lost, repeated or
 * permitted by a model is the runtime's business.
 */
final class SupportDesk {
  static final StateKey<String> QUESTION = StateKey.of("question", String.class).perRun();
  static final StateKey<List<String>> ORDER_IDS =
      StateKey.list("order_ids", String.class).perRun();
  static final StateKey<LookupPlan> PLAN = StateKey.of("plan", LookupPlan.class).perRun();
  static final StateKey<List<Passage>> PASSAGES =
      StateKey.list("passages", Passage.class).perRun();
  static final StateKey<List<OrderRecord>> ORDERS =
      StateKey.list("orders", OrderRecord.class).perRun();
  static final StateKey<Draft> DRAFT = StateKey.of("draft", Draft.class).perRun();
  static final StateKey<Long> DRAFTS = StateKey.counter("drafts").perRun();
  static final StateKey<List<String>> FAULTS =
      StateKey.list("faults", String.class).perRun();
  static final StateKey<Verdict> VERDICT = StateKey.of("verdict", Verdict.class).perRun();
  static final StateKey<RefundProposal> REFUND =
      StateKey.of("refund", RefundProposal.class).perRun();
  static final StateKey<String> REFUND_OUTCOME =
      StateKey.of("refund_outcome", String.class).orElse("").perRun();
  static final StateKey<Reply> REPLY = StateKey.of("reply", Reply.class).perRun();

  private SupportDesk() {}

  static StateGraph graph(ChatModel model, Retriever handbook) {
    return StateGraph.builder("support-desk")
        .version(1)
        .state(QUESTION, ORDER_IDS, PLAN, PASSAGES, ORDERS, DRAFT, DRAFTS, FAULTS, VERDICT)
        .state(REFUND, REFUND_OUTCOME, REPLY)
        .node("controller", ctx -> Update.of(ORDER_IDS, OrderIds.in(ctx.get(QUESTION))))
        .node("router", new Router(model), n -> n.goesTo("handbook", "orders"))
        .node("handbook", new HandbookSearch(handbook))
        .node("orders", new OrderLookup())
        .node("reasoning", new Reasoning(model))
        .node("validation", new Validation())
        .node("refund", new Refund())
        .node("hand-over", SupportDesk::handOver)
        .node("answer", SupportDesk::answer)
        .start("controller")
        .edge("controller", "router") // the router goes to handbook, to orders, or to both at once
        .edge("handbook", "reasoning")
        .edge("orders", "reasoning")
        .edge("reasoning", "validation")
        .route(
            "validation",
            r -> r.when(s -> s.get(VERDICT) == Verdict.SEND, "answer")
                .when(s -> s.get(VERDICT) == Verdict.REFUND_FIRST, "refund")
                .when(s -> s.get(VERDICT) == Verdict.AGAIN, "reasoning")
                .otherwise("hand-over"))
        .edge("refund", "answer")
        .edge("hand-over", END)
        .edge("answer", END)
        .build();
  }

  /** The way out when no draft held: a team lead writes the answer. */
  private static Update handOver(NodeContext ctx) {
    String text = ctx.ask(Ask.of(
            "No draft for this question could be used: " + String.join("; ", ctx.get(FAULTS))
                + ". Which answer is to be sent?",
            String.class)
        .to(People.TEAM_LEAD));
    return Update.of(REPLY, new Reply(text, List.of()));
  }

  private static Update answer(NodeContext ctx) {
    Draft draft = ctx.get(DRAFT);
    String outcome = ctx.get(REFUND_OUTCOME);
    String text = outcome.isEmpty() ? draft.answer() : draft.answer() + "\n\n" + outcome;
    return Update.of(REPLY, new Reply(text, draft.sources()));
  }
}
