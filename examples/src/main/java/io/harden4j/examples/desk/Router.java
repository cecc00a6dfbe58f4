package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.ORDER_IDS;
import static io.harden4j.examples.desk.SupportDesk.PLAN;
import static io.harden4j.examples.desk.SupportDesk.QUESTION;

import dev.langchain4j.model.chat.ChatModel;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.Update;
import java.util.List;

/** Lets the model choose where to look. The choice is one of three constants, and code decides what it means. */
final class Router implements Node {
  private final ChatModel model;

  Router(ChatModel model) {
    this.model = model;
  }

  @Override
  public Update run(NodeContext ctx) {
    LookupPlan plan = possible(planned(ctx), !ctx.get(ORDER_IDS).isEmpty());
    Update next = Update.of(PLAN, plan);
    if (plan.lookup().readsHandbook()) {
      next = next.thenGoTo("handbook");
    }
    return plan.lookup().readsOrders() ? next.thenGoTo("orders") : next;
  }

  private LookupPlan planned(NodeContext ctx) {
    try {
      return ctx.chat(model)
          .system(Prompts.ROUTER)
          .user("<question>\n" + ctx.get(QUESTION) + "\n</question>")
          .as(LookupPlan.class);
    } catch (CodecException e) {
      return new LookupPlan(Lookup.BOTH, List.of()); // a model that cannot choose looks everywhere
    }
  }

  /** Without an order number there is no order to read. */
  private static LookupPlan possible(LookupPlan plan, boolean namesOrder) {
    return namesOrder ? plan : new LookupPlan(Lookup.HANDBOOK, plan.searches());
  }
}
