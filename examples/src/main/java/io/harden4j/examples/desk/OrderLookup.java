package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.ORDERS;
import static io.harden4j.examples.desk.SupportDesk.ORDER_IDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.ToolBox;
import io.harden4j.graph.Update;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the orders that the question names, and where their parcels are, from the database behind the MCP server. */
final class OrderLookup implements Node {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Update run(NodeContext ctx) throws JsonProcessingException {
    ToolBox tools = ctx.tools(DeskTools.SERVER);
    List<OrderRecord> orders = new ArrayList<>();
    for (String id : ctx.get(ORDER_IDS)) {
      ToolResult order = tools.call("find_order", Map.of("order_id", id));
      orders.add(
          order.status() == ToolResult.Status.TOOL_ERROR
              ? missing(id, order)
              : found(id, order.orThrow(), tools));
    }
    return Update.of(ORDERS, orders);
  }

  private static OrderRecord found(String id, ToolResult order, ToolBox tools)
      throws JsonProcessingException {
    ToolResult parcel = tools.call("shipment_status", Map.of("order_id", id)).orThrow();
    return new OrderRecord(id, true, JSON.readTree(order.text()), JSON.readTree(parcel.text()));
  }

  /** The database answered that it has no such order; anything else that goes wrong fails the run, which can be resumed. */
  private static OrderRecord missing(String id, ToolResult why) {
    JsonNode reason = JsonNodeFactory.instance.textNode(why.text());
    return new OrderRecord(id, false, reason, JsonNodeFactory.instance.objectNode());
  }
}
