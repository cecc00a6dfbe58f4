package io.harden4j.observability.internal;

import io.harden4j.observe.ObservedKeys;
import java.util.List;
import java.util.OptionalLong;

/** Names of spans, the same in traces, files and trees: low in number, so that a viewer can group by them. */
public final class SpanNames {
  private static final List<String> PREFIXES =
      List.of("model:", "embedding:", "retrieval:", "tool:", "effect:");

  /** Fact of the conventions for MCP: which method was called. */
  private static final String METHOD = "mcp.method.name";

  private SpanNames() {}

  /** Returns the span's name for what is known about an observation. */
  public static String of(Facts facts) {
    return switch (facts.kind()) {
      case RUN -> "invoke_workflow " + facts.name();
      case NODE -> "node " + facts.node();
      case MODEL -> "chat " + model(facts);
      case EMBEDDING -> "embeddings " + model(facts);
      case RETRIEVAL -> "retrieval " + source(facts);
      case GUARD -> "run_guardrail " + facts.text(ObservedKeys.GUARD, facts.name());
      case TOOL -> isRequest(facts) ? facts.text(METHOD) : "execute_tool " + tool(facts);
      case EFFECT -> "effect " + facts.text(ObservedKeys.EFFECT, withoutPrefix(facts.name()));
      case ATTEMPT -> attempt(facts);
      case CHECKPOINT -> "checkpoint write";
      case INTERRUPT -> "interrupt " + facts.text(ObservedKeys.QUESTION_KIND, facts.name());
      case RESUME -> "resume " + facts.text(ObservedKeys.QUESTION_KIND, facts.name());
    };
  }

  /** Returns the name of the model. */
  public static String model(Facts facts) {
    return facts.text(ObservedKeys.MODEL, withoutPrefix(facts.name()));
  }

  /** Returns the name of the source that was searched. */
  public static String source(Facts facts) {
    return facts.text(ObservedKeys.SOURCE, withoutPrefix(facts.name()));
  }

  /** Returns the name of the tool without its server. */
  public static String tool(Facts facts) {
    return facts.text(ObservedKeys.TOOL, withoutPrefix(facts.name()));
  }

  /** Says whether it is a request to an MCP server other than the call of a tool, such as {@code resources/read}. */
  public static boolean isRequest(Facts facts) {
    String method = facts.text(METHOD);
    return !method.isEmpty() && !method.equals("tools/call");
  }

  private static String attempt(Facts facts) {
    OptionalLong number = facts.number(ObservedKeys.ATTEMPT);
    return number.isPresent() ? "attempt " + number.getAsLong() : facts.name();
  }

  /** Effects are called {@code kind:name} in the journal; names of models hold colons of their own. */
  private static String withoutPrefix(String name) {
    return PREFIXES.stream()
        .filter(name::startsWith)
        .findFirst()
        .map(p -> name.substring(p.length()))
        .orElse(name);
  }
}
