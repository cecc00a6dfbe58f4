package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Says what an order is in a few sentences. */
final class OrderText {
  private OrderText() {}

  static String of(JsonNode order) {
    if (!order.isObject()) {
      return order.asText();
    }
    String currency = order.path("currency").asText();
    List<String> items = new ArrayList<>();
    order
        .path("items")
        .forEach(
            i -> items.add(i.path("name").asText() + " " + JsonText.amount(i.path("line_total"))));
    StringBuilder text = new StringBuilder("Order " + order.path("order_id").asText() + " of "
        + order.path("customer").path("name").asText() + " has the status "
        + order.path("status").asText() + ": " + String.join(", ", items) + ", delivery "
        + JsonText.amount(order.path("shipping_cost")) + ", total "
        + JsonText.amount(order.path("total")) + " "
        + currency + ".");
    payment(order, text);
    parcel(order.path("shipment"), text);
    order
        .path("refunds")
        .forEach(r -> text.append(" Refunded before: ")
            .append(JsonText.amount(r.path("amount")))
            .append(" (")
            .append(r.path("reason").asText())
            .append(")."));
    return text.append(" Refundable now: ")
        .append(JsonText.amount(order.path("refundable")))
        .append(' ')
        .append(currency)
        .append('.')
        .toString();
  }

  private static void payment(JsonNode order, StringBuilder text) {
    JsonNode payment = order.path("payment");
    if (payment.isObject()) {
      text.append(" Paid on ")
          .append(payment.path("paid_on").asText())
          .append(" with ")
          .append(payment.path("account").asText())
          .append('.');
    }
  }

  private static void parcel(JsonNode parcel, StringBuilder text) {
    if (!parcel.isObject()) {
      return;
    }
    text.append(" The parcel is ").append(parcel.path("status").asText());
    if (parcel.has("delivered_on")) {
      text.append(", delivered on ")
          .append(parcel.path("delivered_on").asText())
          .append(" (")
          .append(parcel.path("days_since_delivery").asText())
          .append(" days ago).");
    } else {
      text.append(", promised for ")
          .append(parcel.path("promised_on").asText())
          .append(", last scanned on ")
          .append(parcel.path("last_scan_on").asText())
          .append('.');
    }
  }
}
