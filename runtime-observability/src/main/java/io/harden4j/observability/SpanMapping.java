package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import java.util.Locale;

/** Turns what the runtime observed into the attributes of a span, kind by kind. */
final class SpanMapping {
  private SpanMapping() {}

  /** A span's kind is fixed when it starts, so it is made of what is known by then. */
  static SpanKind spanKind(Facts facts) {
    boolean model =
        facts.kind() == ObservationKind.MODEL || facts.kind() == ObservationKind.EMBEDDING;
    return model || Boolean.TRUE.equals(facts.values().get(ObservedKeys.REMOTE))
        ? SpanKind.CLIENT
        : SpanKind.INTERNAL;
  }

  /** Returns Langfuse's word for the kind. Always in lower case: {@code RETRIEVER} would be taken for a plain span. */
  static String type(Facts facts) {
    return switch (facts.kind()) {
      case RUN -> "agent";
      case NODE -> "chain";
      case MODEL -> "generation";
      case EMBEDDING -> "embedding";
      case RETRIEVAL -> "retriever";
      case GUARD -> "guardrail";
      case TOOL -> SpanNames.isRequest(facts) ? "span" : "tool";
      case EFFECT, ATTEMPT, CHECKPOINT -> "span";
      case INTERRUPT, RESUME -> "event";
    };
  }

  static Attributes attributes(Facts facts, Profile profile) {
    FactWriter out = new FactWriter(facts);
    switch (facts.kind()) {
      case RUN -> run(out, facts, profile);
      case NODE -> node(out, facts, profile);
      case MODEL -> model(out, facts, profile);
      case EMBEDDING -> embedding(out, facts, profile);
      case RETRIEVAL -> retrieval(out, facts);
      case GUARD -> guard(out, facts);
      case TOOL -> tool(out, facts);
      case EFFECT -> out.text(ObservedKeys.EFFECT, Names.EFFECT);
      case ATTEMPT -> attempt(out, facts);
      case CHECKPOINT -> checkpoint(out, profile);
      case INTERRUPT, RESUME -> question(out, profile);
    }
    Content.write(out, facts, profile);
    out.skip(ObservedKeys.REMOTE, Names.MCP_DURATION);
    return out.text(ObservedKeys.OUTCOME, Names.OUTCOME).rest().build();
  }

  private static void run(FactWriter out, Facts facts, Profile profile) {
    out.put(Names.OPERATION, "invoke_workflow").put(Names.AGENT_NAME, facts.name());
    if (profile == Profile.LANGFUSE) {
      out.text(ObservedKeys.OUTCOME, Names.LF_OUTCOME);
    }
  }

  private static void node(FactWriter out, Facts facts, Profile profile) {
    out.skip(ObservedKeys.NODE)
        .put(Names.NODE, facts.node())
        .text(ObservedKeys.NAMESPACE, Names.NAMESPACE)
        .text(ObservedKeys.TASK, Names.TASK)
        .number(ObservedKeys.STEP, Names.STEP)
        .number(ObservedKeys.ATTEMPT, Names.ATTEMPT);
    if (profile == Profile.LANGFUSE) {
      out.put(Names.LF_NODE, facts.node()).number(ObservedKeys.STEP, Names.LF_STEP);
    }
  }

  private static void model(FactWriter out, Facts facts, Profile profile) {
    out.skip(ObservedKeys.MODEL)
        .put(Names.OPERATION, "chat")
        .text(ObservedKeys.PROVIDER, Names.PROVIDER)
        .put(Names.REQUEST_MODEL, SpanNames.model(facts));
    String reason = facts.text(ObservedKeys.FINISH_REASON);
    out.skip(ObservedKeys.FINISH_REASON);
    if (!reason.isEmpty()) {
      out.put(Names.FINISH_REASONS, List.of(reason.toLowerCase(Locale.ROOT)));
    }
    UsageDetails.write(out, facts, profile);
  }

  private static void embedding(FactWriter out, Facts facts, Profile profile) {
    out.skip(ObservedKeys.MODEL)
        .put(Names.OPERATION, "embeddings")
        .text(ObservedKeys.PROVIDER, Names.PROVIDER)
        .put(Names.REQUEST_MODEL, SpanNames.model(facts));
    UsageDetails.write(out, facts, profile);
  }

  private static void retrieval(FactWriter out, Facts facts) {
    out.skip(ObservedKeys.SOURCE)
        .put(Names.OPERATION, "retrieval")
        .put(Names.DATA_SOURCE, SpanNames.source(facts))
        .number(ObservedKeys.TOP_K, Names.TOP_K)
        .number(ObservedKeys.HITS, Names.HITS);
  }

  private static void guard(FactWriter out, Facts facts) {
    String verdict = facts.text(ObservedKeys.VERDICT);
    out.skip(ObservedKeys.VERDICT, ObservedKeys.GUARD)
        .put(Names.OPERATION, "run_guardrail")
        .put(Names.GUARD_NAME, facts.text(ObservedKeys.GUARD, facts.name()))
        .put(Names.GUARD_TARGET, "input")
        .put(Names.VERDICT, verdict.equals("ask") ? "escalate" : verdict)
        .put(Names.ACTION, action(verdict))
        .text(ObservedKeys.RULE, Names.RULE)
        .text(ObservedKeys.REASON, Names.VERDICT_REASON)
        .text(ObservedKeys.TOOL, Names.TOOL_NAME)
        .text(ObservedKeys.INTEGRITY, Names.INTEGRITY);
    if (!facts.text(ObservedKeys.TOOL).isEmpty()) {
      out.put(Names.GUARD_SUBTYPE, "tool_call");
    }
  }

  /** What we did about the verdict: the gate follows it, and whatever it does not know is blocked. */
  private static String action(String verdict) {
    return switch (verdict) {
      case "allow" -> "allow";
      case "ask" -> "escalate";
      default -> "block";
    };
  }

  private static void tool(FactWriter out, Facts facts) {
    out.skip(ObservedKeys.TOOL)
        .text(ObservedKeys.CALL_ID, Names.TOOL_CALL)
        .text(ObservedKeys.SERVER, Names.TOOL_SERVER);
    if (!SpanNames.isRequest(facts)) {
      out.put(Names.OPERATION, "execute_tool")
          .put(Names.TOOL_NAME, SpanNames.tool(facts))
          .put(Names.TOOL_TYPE, "function");
    }
  }

  private static void attempt(FactWriter out, Facts facts) {
    out.number(ObservedKeys.ATTEMPT, Names.EFFECT_ATTEMPT);
    if (SpanNames.isRequest(facts)) {
      out.skip(ObservedKeys.TOOL);
    } else {
      out.text(ObservedKeys.TOOL, Names.TOOL_NAME);
    }
  }

  private static void checkpoint(FactWriter out, Profile profile) {
    out.number(ObservedKeys.CHECKPOINT, Names.CHECKPOINT)
        .number(ObservedKeys.BYTES, Names.BYTES)
        .text(ObservedKeys.STORE, Names.STORE);
    if (profile == Profile.LANGFUSE) {
      out.number(ObservedKeys.CHECKPOINT, Names.LF_CHECKPOINT);
    }
  }

  private static void question(FactWriter out, Profile profile) {
    out.text(ObservedKeys.QUESTION, Names.INTERRUPT)
        .number(ObservedKeys.WAIT_MILLIS, Names.WAIT)
        .skip(ObservedKeys.QUESTION_KIND);
    if (profile == Profile.LANGFUSE) {
      out.number(ObservedKeys.WAIT_MILLIS, Names.LF_WAIT);
    }
  }
}
