package io.harden4j.guard.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.harden4j.guard.policy.PolicyFileException.Kind;
import java.io.StringReader;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Reads one strict YAML document: no anchor, alias or tag, no key twice, no unknown field, no conversion of types. */
final class YamlText {
  private static final int DEEPEST = 16;
  private static final ObjectMapper MAPPER = mapper();

  private YamlText() {}

  private static LoaderOptions bounded() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(PolicyFile.MAX_CHARACTERS);
    return options;
  }

  private static ObjectMapper mapper() {
    YAMLMapper mapper = YAMLMapper.builder(
            YAMLFactory.builder().loaderOptions(bounded()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper;
  }

  static <T> T read(String text, Class<T> type) {
    refuseReferences(text);
    try {
      return MAPPER.readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      throw new PolicyFileException(
          Kind.FIELD,
          line(text, e, e.getPropertyName()),
          "there is no field '" + e.getPropertyName() + "' here; use one of "
              + new TreeSet<>(e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .collect(Collectors.toSet())),
          e);
    } catch (JsonProcessingException e) {
      boolean twice = String.valueOf(e.getMessage()).contains("uplicate");
      throw new PolicyFileException(
          twice ? Kind.SYNTAX : Kind.FIELD,
          twice ? line(e) : line(text, e, lastField(e)),
          twice
              ? "a key stands twice here; keep one of them"
              : "the value here is of another type than the field needs; see the reference of policies. "
                  + e.getOriginalMessage(),
          e);
    }
  }

  private static String lastField(JsonProcessingException e) {
    return e instanceof JsonMappingException m
        ? m.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .reduce("", (a, b) -> b)
        : "";
  }

  /** The reader tells where it stands, which is behind the fault: the last line before it that has the field is the one. */
  private static int line(String text, JsonProcessingException e, String field) {
    int behind = line(e);
    String[] lines = text.split("\n", -1);
    for (int i = Math.min(behind, lines.length) - 1; i >= 0; i--) {
      if (lines[i].matches("(?s).*(^|[\\s{,\"'])" + Pattern.quote(field) + "[\"']?\\s*:.*")) {
        return i + 1;
      }
    }
    return behind;
  }

  private static int line(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? 0 : Math.max(0, at.getLineNr());
  }

  private static void refuseReferences(String text) {
    try {
      for (Event event : new Yaml(bounded()).parse(new StringReader(text))) {
        boolean anchored = event instanceof AliasEvent
            || (event instanceof NodeEvent node && node.getAnchor() != null);
        boolean tagged = (event instanceof ScalarEvent scalar && scalar.getTag() != null)
            || (event instanceof CollectionStartEvent start && start.getTag() != null);
        if (anchored || tagged) {
          throw new PolicyFileException(
              Kind.SYNTAX,
              event.getStartMark().getLine() + 1,
              "a policy has no anchors (&), aliases (*) and tags (!); write the value out, and put a text that begins so in quotes",
              null);
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new PolicyFileException(
          Kind.SYNTAX, line, "this is no YAML: " + e.getProblem() + "; correct the line", e);
    } catch (YAMLException | StackOverflowError e) {
      throw new PolicyFileException(
          Kind.SYNTAX, 0, "this is no YAML that a policy can be: " + e.getMessage(), e);
    }
  }
}
