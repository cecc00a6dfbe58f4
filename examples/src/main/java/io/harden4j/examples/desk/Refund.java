package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.REFUND;
import static io.harden4j.examples.desk.SupportDesk.REFUND_OUTCOME;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.Update;
import io.harden4j.tool.ToolResult;
import java.util.Map;

/** Pays a checked refund. The policy lets a team lead decide first: the run suspends inside the call, and goes on from here once there is an answer. */
final class Refund implements Node {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Update run(NodeContext ctx) throws JsonProcessingException {
    RefundProposal refund = ctx.get(REFUND);
    ToolResult result = ctx.tools(DeskTools.SERVER)
        .call(
            "refund_order",
            Map.of(
                "order_id", refund.order(),
                "amount", refund.amount(),
                "reason", refund.reason().text()));
    return Update.of(REFUND_OUTCOME, outcome(refund, result));
  }

  private static String outcome(RefundProposal refund, ToolResult result)
      throws JsonProcessingException {
    String amount = Money.text(refund.amount());
    return switch (result.status()) {
      case OK -> {
        JsonNode paid = JSON.readTree(result.text());
        yield "Refund " + paid.path("refund_id").asText() + ": " + amount + " "
            + paid.path("currency").asText() + " go back to "
            + paid.path("paid_to").asText() + ".";
      }
      case REFUSED ->
        "The refund of " + amount
            + " was not released by the team lead, who will write to you with the reason.";
      case DENIED, INVALID, TOOL_ERROR ->
        "The refund of " + amount + " could not be made now; a colleague looks into it.";
    };
  }
}
