package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** When this model proposes money back: what it "knows" of the handbook's table. */
final class RefundRules {
  private static final int DAYS_TO_REPORT_DAMAGE = 7;
  private static final int DAYS_LATE = 5;

  private RefundRules() {}

  static Optional<ObjectNode> proposal(String question, JsonNode order) {
    List<Topic> topics = Topic.of(question);
    BigDecimal left = number(order, "refundable");
    if (topics.contains(Topic.DAMAGE) && topics.contains(Topic.REFUND)) {
      int days = order.path("shipment").path("days_since_delivery").asInt(Integer.MAX_VALUE);
      return days <= DAYS_TO_REPORT_DAMAGE
          ? item(question, order)
              .flatMap(i -> propose(order, number(i, "line_total"), left, "DAMAGED_ON_ARRIVAL"))
          : Optional.empty();
    }
    boolean costs = question.toLowerCase(Locale.ROOT).contains("delivery cost");
    return topics.contains(Topic.LATE) && costs && isLate(order)
        ? propose(order, number(order, "shipping_cost"), left, "LATE_PARCEL")
        : Optional.empty();
  }

  private static Optional<ObjectNode> propose(
      JsonNode order, BigDecimal amount, BigDecimal left, String reason) {
    if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
      return Optional.empty();
    }
    return Optional.of(JsonText.object()
        .put("order", order.path("order_id").asText())
        .put("amount", amount)
        .put("reason", reason));
  }

  /** The item that the question names. */
  private static Optional<JsonNode> item(String question, JsonNode order) {
    String asked = question.toLowerCase(Locale.ROOT);
    return StreamSupport.stream(order.path("items").spliterator(), false)
        .filter(i -> List.of(i.path("name").asText().toLowerCase(Locale.ROOT).split(" ")).stream()
            .anyMatch(word -> word.length() > 3 && asked.contains(word)))
        .findFirst();
  }

  private static boolean isLate(JsonNode order) {
    JsonNode parcel = order.path("shipment");
    if (!parcel.has("promised_on") || parcel.has("delivered_on")) {
      return false;
    }
    LocalDate promised = LocalDate.parse(parcel.path("promised_on").asText());
    LocalDate today = LocalDate.parse(order.path("as_of").asText());
    return ChronoUnit.DAYS.between(promised, today) > DAYS_LATE;
  }

  private static BigDecimal number(JsonNode node, String name) {
    return node.path(name).isNumber() ? node.path(name).decimalValue() : BigDecimal.ZERO;
  }
}
