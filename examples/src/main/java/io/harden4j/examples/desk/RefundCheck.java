package io.harden4j.examples.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares a proposed refund with the order it is for. */
final class RefundCheck {
  private RefundCheck() {}

  /** Returns what is wrong with it, or empty. */
  static Optional<String> fault(
      RefundProposal refund, List<String> named, List<OrderRecord> orders) {
    if (refund.order() == null || refund.amount() == null || refund.reason() == null) {
      return Optional.of("the refund lacks its order, amount or reason");
    }
    Optional<JsonNode> order = orders.stream()
        .filter(o -> o.found() && o.orderId().equals(refund.order()))
        .map(OrderRecord::order)
        .findFirst();
    if (order.isEmpty() || !named.contains(refund.order())) {
      return Optional.of("the refund is for an order that the question does not name");
    }
    BigDecimal left = order.get().path("refundable").decimalValue();
    if (refund.amount().signum() <= 0 || refund.amount().compareTo(left) > 0) {
      return Optional.of("the refund is not between 0 and the refundable " + left);
    }
    return amounts(order.get()).contains(refund.amount().stripTrailingZeros())
        ? Optional.empty()
        : Optional.of(
            "the refund is no price of an item, nor such a price with the delivery cost, nor the delivery cost or the total");
  }

  /** Amounts that a rule of the handbook can lead to: an item, its delivery, both, or everything. */
  private static Set<BigDecimal> amounts(JsonNode order) {
    Set<BigDecimal> amounts = new HashSet<>();
    BigDecimal delivery = order.path("shipping_cost").decimalValue();
    amounts.add(delivery.stripTrailingZeros());
    amounts.add(order.path("total").decimalValue().stripTrailingZeros());
    for (JsonNode item : order.path("items")) {
      BigDecimal price = item.path("line_total").decimalValue();
      amounts.add(price.stripTrailingZeros());
      amounts.add(price.add(delivery).stripTrailingZeros());
    }
    return amounts;
  }
}
