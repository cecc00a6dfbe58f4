package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What customers ask about: how it is noticed, what to search the handbook for, and which words matter in a rule. */
enum Topic {
  DAMAGE(
      "crack|damaged|broken|dent",
      "customer reports the damage within days of delivery with photos",
      "report damage days delivery photos sent back check replaced before",
      "damaged item choices full refund replacement"),
  REFUND(
      "refund|money back",
      "rules of refunds: original payment method, never more than was paid",
      "original payment method more paid sum refunds released team lead care",
      "limits: sum of refunds on the order released by team lead"),
  ACCOUNT(
      "bank account|iban|another account|instead of my card",
      "refund to another account or person, exception for agents",
      "original payment method exception agents account never"),
  LATE(
      "late|trace|lost",
      "late parcel: start a trace when there was no scan for working days",
      "trace scan working days promised delivery costs carrier answer",
      "delivery costs refunded on request after the promised date"),
  RETURN(
      "return",
      "send back within 30 days of delivery",
      "days delivery send back return withdrawal"),
  SAFETY(
      "safe|recall|overheat",
      "open recalls of products, danger, battery, do not charge it",
      "recall product danger charge more full price item deduction stop",
      "refund the full price of the item in a recall"),
  CANCEL(
      "cancel",
      "customer can cancel an order until it has the status packed",
      "cancel status packed paid refunded automatically",
      "everything that was paid is refunded when an order is cancelled");

  private final Pattern sign;
  private final String search;
  private final String words;
  private final String second;

  Topic(String sign, String search, String words) {
    this(sign, search, words, "");
  }

  Topic(String sign, String search, String words, String second) {
    this.sign = Pattern.compile("\\b(" + sign + ")\\b");
    this.search = search;
    this.words = words;
    this.second = second;
  }

  static List<Topic> of(String question) {
    String lower = question.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(t -> t.sign.matcher(lower).find()).toList();
  }

  /** Returns words that matter in rules on this. */
  List<String> words() {
    return List.of(words.split(" ", -1));
  }

  private Stream<String> searches() {
    return Stream.of(search, second).filter(s -> !s.isEmpty());
  }

  /** Returns the router's JSON. */
  static String plan(String question) {
    List<Topic> topics = of(question);
    boolean order = question.matches("(?s).*\\b[A-Z]-[0-9]{4,6}\\b.*");
    ObjectNode plan = JsonText.object();
    plan.put("lookup", !order ? "HANDBOOK" : topics.isEmpty() ? "ORDERS" : "BOTH");
    ArrayNode searches = plan.putArray("searches");
    topics.stream().flatMap(Topic::searches).forEach(searches::add);
    return plan.toString();
  }
}
