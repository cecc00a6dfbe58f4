package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the draft: what the order says, the rules in their own words, and a refund where the rules grant one. */
final class DraftWriter {
  private DraftWriter() {}

  static String write(Reading reading) {
    List<String> lines = new ArrayList<>();
    Optional<ObjectNode> refund = Optional.empty();
    for (JsonNode order : reading.orders()) {
      lines.add(OrderText.of(order));
      if (refund.isEmpty()) {
        refund = RefundRules.proposal(reading.question(), order);
      }
    }
    List<Quotes.Quote> quotes = Quotes.of(reading);
    if (!quotes.isEmpty()) {
      lines.add("Our handbook says:");
      quotes.forEach(q -> lines.add("- " + q.text() + " [" + q.page() + "]"));
    }
    refund.ifPresent(
        r -> lines.add("I have prepared a refund of " + JsonText.amount(r.path("amount"))
            + " for order " + r.path("order").asText() + "; a colleague has to release it."));
    if (lines.isEmpty()) {
      lines.add("I found nothing about this in the handbook or in your orders.");
    }
    return json(String.join("\n", lines), quotes, refund);
  }

  private static String json(
      String answer, List<Quotes.Quote> quotes, Optional<ObjectNode> refund) {
    ObjectNode draft = JsonText.object().put("answer", answer);
    ArrayNode sources = draft.putArray("sources");
    quotes.stream().map(Quotes.Quote::page).distinct().forEach(sources::add);
    draft.set("refund", refund.orElse(null));
    return draft.toString();
  }
}
