package io.harden4j.observability.report;

import io.harden4j.observe.ObservedKeys;

/** One line of the tree, without its lead. */
final class TreeRow {
  private static final int MAX_NAME = 80;
  private static final int MAX_STATUS = 160;

  private TreeRow() {}

  static String of(TraceSpan span) {
    return mark(span)
        + Amounts.join(name(span), time(span), amounts(span), verdict(span), status(span));
  }

  private static String mark(TraceSpan span) {
    return switch (span.level()) {
      case "error" -> "✗ ";
      case "notice" -> "! ";
      default -> "";
    };
  }

  private static String name(TraceSpan span) {
    String name = SafeText.of(span.name(), MAX_NAME);
    return switch (span.kind()) {
      case "run" -> name + " segment " + span.segment();
      case "node" -> name + attempt(span);
      default -> name;
    };
  }

  private static String attempt(TraceSpan span) {
    long attempt = span.number(ObservedKeys.ATTEMPT);
    String step = span.attribute(ObservedKeys.STEP);
    return (step.isEmpty() ? "" : " step " + SafeText.of(step, 20))
        + (attempt > 1 ? " attempt " + attempt : "");
  }

  private static String time(TraceSpan span) {
    if (span.end() == null) {
      return "not finished";
    }
    return span.kind().equals("interrupt") || span.kind().equals("resume")
        ? waited(span)
        : Amounts.duration(span.duration());
  }

  private static String waited(TraceSpan span) {
    long millis = span.number(ObservedKeys.WAIT_MILLIS);
    return millis > 0 ? "after " + Amounts.duration(java.time.Duration.ofMillis(millis)) : "";
  }

  private static String amounts(TraceSpan span) {
    return switch (span.kind()) {
      case "model", "embedding" ->
        Amounts.join(
            Amounts.tokens(
                span.number(ObservedKeys.INPUT_TOKENS), span.number(ObservedKeys.OUTPUT_TOKENS)),
            Amounts.cost(span.number(ObservedKeys.MICRO_MONEY)));
      case "retrieval" -> Amounts.count(span.number(ObservedKeys.HITS), "hit");
      case "checkpoint" -> Amounts.count(span.number(ObservedKeys.BYTES), "byte");
      default -> "";
    };
  }

  private static String verdict(TraceSpan span) {
    if (!span.kind().equals("guard")) {
      return "";
    }
    String rule = span.attribute(ObservedKeys.RULE);
    String reason = span.attribute(ObservedKeys.REASON).lines().findFirst().orElse("");
    return SafeText.of(span.attribute(ObservedKeys.VERDICT), 20)
        + (rule.isEmpty() ? "" : " by rule " + SafeText.of(rule, MAX_NAME))
        + (reason.isEmpty() ? "" : ": " + SafeText.of(reason, MAX_STATUS));
  }

  private static String status(TraceSpan span) {
    return span.kind().equals("guard") ? "" : SafeText.of(span.status(), MAX_STATUS);
  }
}
