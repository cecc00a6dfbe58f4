package io.harden4j.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Optional;

/**
 * What went in and what came out, as JSON text. Langfuse gets its own pair, both or neither; it would fill a missing half from elsewhere, and it would store the
 * conventions' content attributes a second time as metadata, so these go to other back ends only.
 */
final class Content {
  private Content() {}

  static void write(FactWriter out, Facts facts, Profile profile) {
    if (profile == Profile.CONVENTIONS) {
      conventions(out, facts);
    } else if (facts.kind() == ObservationKind.GUARD) {
      verdict(out, facts);
    } else {
      pair(out, facts);
    }
  }

  private static void pair(FactWriter out, Facts facts) {
    Optional<JsonNode> input = facts.content(ObservedKeys.INPUT);
    Optional<JsonNode> output = facts.content(ObservedKeys.OUTPUT);
    if (input.isPresent() || output.isPresent()) {
      out.put(Names.LF_INPUT, json(input)).put(Names.LF_OUTPUT, json(output));
    }
  }

  private static String json(Optional<JsonNode> node) {
    return node.map(JsonNode::toString).orElse("null");
  }

  /** The decision itself, never what was decided about: that is content, and the tool's span has it. */
  private static void verdict(FactWriter out, Facts facts) {
    ObjectNode subject = JsonNodeFactory.instance.objectNode();
    text(facts, ObservedKeys.TOOL, subject, "tool");
    ObjectNode verdict = JsonNodeFactory.instance.objectNode();
    text(facts, ObservedKeys.VERDICT, verdict, "verdict");
    text(facts, ObservedKeys.RULE, verdict, "rule");
    text(facts, ObservedKeys.REASON, verdict, "reason");
    out.put(Names.LF_INPUT, subject.toString()).put(Names.LF_OUTPUT, verdict.toString());
  }

  private static void text(Facts facts, String key, ObjectNode node, String name) {
    String value = facts.text(key);
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static void conventions(FactWriter out, Facts facts) {
    switch (facts.kind()) {
      case MODEL -> twins(out, facts, Names.INPUT_MESSAGES, Names.OUTPUT_MESSAGES);
      case RETRIEVAL -> twins(out, facts, Names.QUERY, Names.DOCUMENTS);
      case TOOL -> tool(out, facts);
      default -> twins(out, facts, Names.INPUT, Names.OUTPUT);
    }
  }

  private static void tool(FactWriter out, Facts facts) {
    if (SpanNames.isRequest(facts)) {
      twins(out, facts, Names.INPUT, Names.OUTPUT);
    } else {
      twins(out, facts, Names.TOOL_ARGUMENTS, Names.TOOL_RESULT);
    }
  }

  private static void twins(
      FactWriter out, Facts facts, AttributeKey<String> input, AttributeKey<String> output) {
    facts.content(ObservedKeys.INPUT).ifPresent(node -> out.put(input, node.toString()));
    facts.content(ObservedKeys.OUTPUT).ifPresent(node -> out.put(output, node.toString()));
  }
}
