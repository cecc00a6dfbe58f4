package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.Fault;
import io.harden4j.observability.internal.Outcome;
import io.harden4j.observability.internal.Outcome.Level;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observe.ObservationKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Status and level of a span. A failed one has status ERROR and no level of its own, for an explicit level wins over the status in Langfuse. Denials, interrupts
 * and stops are noticed with level WARNING and an unset status.
 */
final class SpanStatus {
  private SpanStatus() {}

  static void write(Span span, Facts facts, Profile profile) {
    Outcome outcome = facts.outcome();
    if (outcome.level() == Level.ERROR) {
      span.setStatus(StatusCode.ERROR, outcome.text());
      span.setAttribute(Names.ERROR_TYPE, errorType(facts));
    } else if (profile == Profile.LANGFUSE) {
      level(span, facts, outcome);
    }
  }

  /** Returns what kind of error it ended with, for a failed one. */
  static String errorType(Facts facts) {
    Fault fault = facts.fault();
    if (fault != null) {
      return fault.type();
    }
    String status = facts.text(Names.RPC_STATUS.getKey());
    if (!status.isEmpty()) {
      return status;
    }
    boolean tool = facts.kind() == ObservationKind.TOOL && !SpanNames.isRequest(facts);
    return tool ? "tool_error" : "_OTHER";
  }

  private static void level(Span span, Facts facts, Outcome outcome) {
    if (outcome.level() == Level.NOTICE) {
      span.setAttribute(Names.LF_LEVEL, "WARNING");
      span.setAttribute(Names.LF_STATUS, outcome.text());
    } else if (facts.kind() == ObservationKind.CHECKPOINT || SpanNames.isRequest(facts)) {
      span.setAttribute(Names.LF_LEVEL, "DEBUG");
    }
  }
}
