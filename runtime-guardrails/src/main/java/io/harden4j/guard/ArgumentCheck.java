package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is demanded of one argument. Without a value there is nothing to check, so a demand on a value demands the value too. */
record ArgumentCheck(
    String pointer, String type, Presence presence, List<Demand> demands, boolean asks) {
  enum Presence {
    REQUIRED,
    OPTIONAL,
    ABSENT
  }

  /** One demand; the text is a part of the policy's hash, so it names every parameter. */
  record Demand(String text, Predicate<JsonNode> holds) {}

  /** What was not met: never the value. */
  record Fault(String text, boolean asks) {}

  ArgumentCheck {
    demands = List.copyOf(demands);
  }

  Optional<Fault> check(JsonNode arguments) {
    JsonNode value = arguments.at(pointer);
    if (presence == Presence.ABSENT) {
      return value.isMissingNode() ? Optional.empty() : fault("must be absent", asks);
    }
    if (value.isMissingNode()) {
      return presence == Presence.OPTIONAL ? Optional.empty() : fault("is missing", false);
    }
    boolean typed = type.equals("number") ? value.isNumber() : value.isTextual();
    if (!typed) {
      return fault("is not a " + type, false);
    }
    return demands.stream()
        .filter(demand -> !demand.holds().test(value))
        .findFirst()
        .flatMap(demand -> fault("is not " + demand.text(), asks));
  }

  private Optional<Fault> fault(String text, boolean leadsToQuestion) {
    return Optional.of(
        new Fault("argument " + Visible.escape(pointer) + " " + text, leadsToQuestion));
  }

  String render() {
    StringBuilder out = new StringBuilder(type).append(' ').append(Visible.quote(pointer));
    out.append(
        presence == Presence.REQUIRED
            ? ""
            : presence == Presence.ABSENT ? " absent" : " or absent");
    demands.forEach(demand -> out.append(", ").append(demand.text()));
    return out.append(asks ? ", else ask" : "").toString();
  }
}
