package io.harden4j.examples.desk;

import io.harden4j.graph.Update;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in a few words what a node wrote. */
final class Summary {
  private Summary() {}

  static String of(Update update) {
    return update.writes().stream()
        .map(write -> of(write.key().name(), write.value()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String of(String key, Object value) {
    if (value instanceof LookupPlan plan) {
      return "looks in "
          + (plan.lookup() == Lookup.BOTH ? "handbook and orders" : lower(plan.lookup()));
    }
    if (value instanceof Draft draft) {
      RefundProposal refund = draft.refund();
      return "draft with " + draft.sources().size() + " sources"
          + (refund == null ? "" : " and a refund of " + Money.text(refund.amount()));
    }
    if (value instanceof Verdict verdict) {
      return lower(verdict);
    }
    if (value instanceof List<?> list) {
      return key.equals("order_ids") || key.equals("faults")
          ? joined(list)
          : count(list.size(), key);
    }
    return value instanceof String text ? text : "";
  }

  private static String joined(List<?> list) {
    return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Keys of lists are plurals that end in s. */
  private static String count(int size, String key) {
    return size + " " + (size == 1 ? key.substring(0, key.length() - 1) : key);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
