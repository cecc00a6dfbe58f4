package io.harden4j.guard.policy;

import io.harden4j.guard.policy.PolicyDocument.Result;
import io.harden4j.guard.policy.PolicyDocument.Rise;
import io.harden4j.guard.policy.PolicyDocument.Tool;
import io.harden4j.label.Integrity;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import io.harden4j.tool.SinkRule;
import io.harden4j.tool.ToolDeclaration;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns what a file says of tools into declarations. */
final class ToolDocuments {
  private final Places places;

  private ToolDocuments(String text) {
    this.places = new Places(text);
  }

  static Map<String, ToolDeclaration> read(PolicyDocument document, String text) {
    ToolDocuments reader = new ToolDocuments(text);
    Map<String, ToolDeclaration> tools = new TreeMap<>();
    orEmpty(document.tools()).forEach((name, tool) -> tools.put(name, reader.read(name, tool)));
    return Map.copyOf(tools);
  }

  static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : map;
  }

  static <E> List<E> orEmpty(@Nullable List<E> list) {
    return list == null ? List.of() : list;
  }

  private ToolDeclaration read(String name, @Nullable Tool given) {
    Tool tool = places.required(given, name, "sink");
    Sink sink = places.constant(Sink.class, places.required(tool.sink(), name, "sink"), name);
    ToolDeclaration declaration = ToolDeclaration.of(sink);
    for (Map.Entry<String, String> argument : orEmpty(tool.arguments()).entrySet()) {
      declaration = declaration.argument(
          argument.getKey(), places.constant(ArgumentRole.class, argument.getValue(), name));
    }
    for (Rise rise : orEmpty(tool.rises())) {
      declaration = declaration.rises(new SinkRule(
          places.required(rise.argument(), name, "argument"),
          Set.copyOf(orEmpty(rise.unless())),
          places.constant(Sink.class, places.required(rise.to(), name, "to"), name)));
    }
    declaration = Boolean.TRUE.equals(tool.repeatable()) ? declaration.repeatable() : declaration;
    String timeout = tool.timeout();
    declaration = timeout == null ? declaration : declaration.timeout(duration(timeout, name));
    Result result = tool.result();
    return result == null ? declaration : result(declaration, result, name);
  }

  private ToolDeclaration result(ToolDeclaration declaration, Result result, String name) {
    ToolDeclaration changed = declaration;
    String integrity = result.integrity();
    if (integrity != null) {
      Integrity level = places.constant(Integrity.class, integrity, name);
      if (level.atLeast(Integrity.USER)) {
        throw places.fault(
            name, 0, "the result of '" + name + "' is TRUSTED_TOOL at most; only people are more");
      }
      changed = level == Integrity.TRUSTED_TOOL ? changed.trustedResult() : changed;
    }
    List<String> readers = result.readers();
    if (readers != null) {
      changed = changed.resultFor(Readers.only(readers.toArray(String[]::new)));
    }
    if (result.vouched() != null) {
      changed = changed.records(
          Set.copyOf(orEmpty(result.named())), Set.copyOf(orEmpty(result.vouched())));
    }
    return Boolean.TRUE.equals(result.held()) ? changed.held() : changed;
  }

  private Duration duration(String text, String at) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw places.fault(at, 0, "'" + text + "' is no duration; write it like PT30S, PT4H or P1D");
    }
  }
}
